/// All rules that define one path: `data.a.p`.
struct RuleGroup {
  enum Kind {
    /// `p := v`
    case complete
    /// `p contains x`
    case set
    /// `p[k] := v`, `p[k] contains x`, any number of keys
    case object
    /// `p(x) := v`
    case function
  }

  var kind: Kind
  var path: [String]
  var arity = 0
  var rules: [ResolvedRule] = []
  var fallback: ResolvedRule?
  var node: Int
  /// Keys are several levels deep, end in sets, or other rules hang below: members are built from rows.
  var isNested = false

  var name: String { "data." + path.joined(separator: ".") }
}

/// A rule whose names have been resolved.
struct ResolvedRule {
  /// The keys behind the group's path.
  var keys: [Term]
  var arguments: [Term]
  var element: Term?
  var value: Term
  var body: Body
  var alternatives: [Rule.Alternative]
  var variableCount: Int32
  var location: Location
  var file: Int32
  /// The name of the rule in its module, for test runners.
  var name: String
}
