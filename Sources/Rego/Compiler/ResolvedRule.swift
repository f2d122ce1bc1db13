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
  /// With the rest of its reference: `p.q[x]`.
  var fullName: String
}
