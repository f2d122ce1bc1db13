/// The types of a function's arguments and of its result.
struct Signature: Sendable {
  struct Parameter: Sendable {
    var name: String = ""
    var type: RegoType

    var text: String { name.isEmpty ? type.text : "\(name): \(type.text)" }
  }

  var parameters: [Parameter]
  /// Nil for functions that are called for what they do.
  var result: Parameter?
  var isDeprecated = false
  /// Takes any number of arguments (`print`).
  var isVariadic = false

  /// Arguments and result, as messages show them.
  var argumentText: String {
    (parameters.map(\.text) + (result.map { [$0.text] } ?? [])).joined(separator: ", ")
  }

  /// Of two rules of one function: what either takes and gives.
  func or(_ other: Signature) -> Signature {
    var merged = self
    for (index, parameter) in other.parameters.enumerated() where index < parameters.count {
      merged.parameters[index].type = parameters[index].type.or(parameter.type)
    }
    if let type = other.result?.type { merged.result = Parameter(type: result?.type.or(type) ?? type) }
    return merged
  }
}
