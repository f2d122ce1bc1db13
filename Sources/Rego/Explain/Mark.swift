/// A place in the source that traced code reports when it gets there.
struct Mark: Sendable {
  enum Kind: Sendable {
    /// An expression is about to be evaluated.
    case expression
    /// The body of a rule, or of one of its `else` branches, is about to be evaluated.
    case entry
    /// The body had a solution.
    case exit
  }

  var kind: Kind
  var location: Location
  /// Number of the group the rule belongs to.
  var group: Int32
  /// How many `not`s, comprehensions and the like stand around an expression; 0 in the body of the rule itself.
  var depth: Int32 = 0
  /// The variables whose values an exit reports.
  var names: [String] = []
}
