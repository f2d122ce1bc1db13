public import Basics

extension YAMLNode {
  /// The value as JSON, plain scalars resolved by the core schema; the order of keys is kept.
  public var json: JSONValue {
    switch content {
    case .quoted(let text): return .string(text)
    case .plain(let text):
      switch YAMLScalar(plain: text) {
      case .null: return .null
      case .bool(let value): return .bool(value)
      case .number(let value): return .number(value)
      case .text(let value): return .string(value)
      }
    case .sequence(let children): return .array(children.map(\.json))
    case .mapping(let entries):
      var object = JSONObject()
      for entry in entries { object[entry.key] = entry.value.json }
      return .object(object)
    }
  }
}
