internal import Basics

extension Value {
  /// The value as JSON: sets become arrays in order, keys that are not strings become their text.
  var json: JSONValue {
    switch tag {
    case .undefined, .null, .virtual: return .null
    case .boolean: return .bool(payload == 1)
    case .integer, .decimal: return Value.jsonNumber(numberText)
    case .string: return .string(text.string)
    case .array: return .array(elements.map(\.json))
    case .set: return .array((0..<table.count).map { table.key($0).json })
    case .object:
      let table = self.table
      return .object(
        JSONObject(
          (0..<table.count).map { index in
            let key = table.key(index)
            return (key: key.stringValue ?? key.jsonText, value: table.value(index).json)
          }))
    }
  }

  private static func jsonNumber(_ text: String) -> JSONValue {
    (try? JSONValue.parse(text)) ?? .null
  }
}

extension Arena {
  func value(_ json: JSONValue) -> Value {
    switch json {
    case .null: return .null
    case .bool(let value): return .boolean(value)
    case .number(let number): return self.number(number.text)
    case .string(let text): return string(text)
    case .array(let elements): return array(elements.map(value))
    case .object(let object): return self.object(object.map { (key: string($0.key), value: value($0.value)) })
    }
  }

  /// A subtree of a parsed document, without making text of it.
  func value(_ document: JSONDocument, _ node: Int) -> Value {
    switch document.kind(at: node) {
    case .null: return .null
    case .true: return .yes
    case .false: return .no
    case .number: return number(document.number(at: node)?.text ?? "0")
    case .string: return text(document, node)
    case .array: return array(document.elements(of: node).map { value(document, $0) })
    case .object:
      return object(
        document.members(of: node).map { (key: text(document, $0.key), value: value(document, $0.value)) })
    }
  }

  private func text(_ document: JSONDocument, _ node: Int) -> Value { string(document.utf8(at: node)) }
}
