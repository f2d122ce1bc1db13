extension RegoType: CustomStringConvertible {
  /// OPA's notation: `array<number, string>`, `object<a: any>[string: any]`, `any<null, set[any]>`.
  var text: String {
    switch self {
    case .null: return "null"
    case .boolean: return "boolean"
    case .number: return "number"
    case .string: return "string"
    case .set(let element): return "set[\(element.text)]"
    case .array(let fixed, let rest):
      let head = fixed.isEmpty ? "" : "<" + fixed.map(\.text).joined(separator: ", ") + ">"
      return "array" + head + (rest.map { "[\($0.text)]" } ?? "")
    case .object(let fixed, let rest):
      let list = fixed.map { "\($0.key.text): \($0.value.text)" }.joined(separator: ", ")
      let tail = rest.map { "[\($0.key.text): \($0.value.text)]" } ?? ""
      return "object" + (fixed.isEmpty ? "" : "<\(list)>") + tail
    case .union(let types):
      return types.isEmpty ? "any" : "any<" + types.map(\.text).joined(separator: ", ") + ">"
    }
  }

  var description: String { text }
}
