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
  var definitions: [RuleDefinition] = []
  var rules: [ResolvedRule] = []
  var fallback: ResolvedRule?
  var node: Int
  /// Keys are several levels deep, end in sets, or other rules hang below: members are built from rows.
  var isNested = false

  /// The default comes last.
  var allRules: [ResolvedRule] { rules + (fallback.map { [$0] } ?? []) }

  var name: String { "data." + path.joined(separator: ".") }
}
