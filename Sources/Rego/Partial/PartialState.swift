/// How far a body has been followed.
struct PartialState {
  /// Values of the rule's variables.
  var bindings: [Int32: PartialValue] = [:]
  /// What must hold besides.
  var conditions: [Literal] = []

  func binding(_ bindings: [Int32: PartialValue]) -> PartialState {
    PartialState(bindings: bindings, conditions: conditions)
  }

  func adding(_ condition: Literal) -> PartialState {
    var state = self
    state.conditions.append(condition)
    return state
  }

  /// Whether matching `pattern` binds a variable.
  func hasUnbound(_ pattern: Term) -> Bool {
    switch pattern.kind {
    case .variable(let variable): !variable.isRoot && bindings[variable.id] == nil
    case .array(let terms): terms.contains(where: hasUnbound)
    case .object(let members): members.contains { hasUnbound($0.value) }
    default: false
    }
  }
}
