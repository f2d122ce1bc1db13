/// The names of one body while it is resolved.
struct Scope {
  /// How a name came into the body.
  enum Declaration {
    case argument
    /// `some x`, `some x in xs`, `every x in xs`
    case declared
    /// `x := 1`
    case assigned
  }

  var names: [String: Variable] = [:]
  var declarations: [String: Declaration] = [:]
  /// Names used so far.
  var seen: Set<String> = []
  /// Declarations that mean nothing if the name is never used: the place to report, in order.
  var mustBeUsed: [(name: String, location: Location)] = []

  /// Why the name cannot be declared here any more, or nil.
  func objection(to name: String) -> String? {
    if seen.contains(name) { return "var \(name) referenced above" }
    return switch declarations[name] {
    case .argument: "arg \(name) redeclared"
    case .declared: "var \(name) declared above"
    case .assigned: "var \(name) assigned above"
    case nil: nil
    }
  }
}
