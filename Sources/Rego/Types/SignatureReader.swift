/// Reads signatures in the notation of OPA's messages: `concat(delimiter: string, xs: array[string]) => y: string`.
struct SignatureReader {
  private var rest: Substring

  init(_ text: String) { rest = text[...] }

  /// The function's name and types; nil if the text does not follow the notation.
  mutating func read() -> (String, Signature)? {
    let name = takeName("(")
    guard take("(") else { return nil }
    var signature = Signature(parameters: [], result: nil)
    while !take(")") {
      if take("...") { signature.isVariadic = true }
      guard let parameter = parameter() else { return nil }
      signature.parameters.append(parameter)
      _ = take(", ")
    }
    if take(" => ") { signature.result = parameter() }
    signature.isDeprecated = take(" deprecated")
    return rest.isEmpty ? (name, signature) : nil
  }

  private mutating func take(_ text: String) -> Bool {
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count)
    return true
  }

  private mutating func takeName(_ end: Character) -> String {
    let name = rest.prefix { $0 != end }
    rest = rest.dropFirst(name.count)
    return String(name)
  }

  private static let names: [(String, RegoType)] = [
    ("null", .null), ("boolean", .boolean), ("number", .number), ("string", .string), ("any", .any),
    ("array", .any), ("object", .any), ("set", .any),
  ]

  /// `name: type` or a type alone.
  private mutating func parameter() -> Signature.Parameter? {
    let name = rest.prefix { Lexer.isNamePart($0.utf8.first ?? 0) || $0 == " " }
    guard rest.dropFirst(name.count).hasPrefix(": ") else { return type().map { .init(type: $0) } }
    rest = rest.dropFirst(name.count + 2)
    return type().map { .init(name: String(name), type: $0) }
  }

  private mutating func type() -> RegoType? {
    for (name, type) in SignatureReader.names where take(name) {
      switch name {
      case "array": return array()
      case "object": return object()
      case "set":
        guard take("["), let element = self.type(), take("]") else { return nil }
        return .set(element)
      case "any": return take("<") ? types().map(RegoType.union) : .any
      default: return type
      }
    }
    return nil
  }

  private mutating func types() -> [RegoType]? {
    var result: [RegoType] = []
    while !take(">") {
      guard let type = type() else { return nil }
      result.append(type)
      _ = take(", ")
    }
    return result
  }

  private mutating func array() -> RegoType? {
    var fixed: [RegoType] = []
    if take("<") {
      guard let types = types() else { return nil }
      fixed = types
    }
    guard take("[") else { return .array(fixed, rest: nil) }
    guard let rest = type(), take("]") else { return nil }
    return .array(fixed, rest: rest)
  }

  private mutating func object() -> RegoType? {
    var fixed: [RegoType.Property] = []
    if take("<") {
      while !take(">") {
        let key = takeName(":")
        guard take(": "), let value = type() else { return nil }
        fixed.append(.init(key: .string(key), value: value))
        _ = take(", ")
      }
    }
    guard take("[") else { return .object(fixed, rest: nil) }
    guard let key = type(), take(": "), let value = type(), take("]") else { return nil }
    return .object(fixed, rest: .init(key: key, value: value))
  }
}
