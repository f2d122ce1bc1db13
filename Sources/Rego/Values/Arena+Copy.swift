extension Arena {
  /// A deep copy of a value that may live in another arena.
  func copy(_ value: Value) -> Value {
    switch value.tag {
    case .undefined, .null, .boolean, .integer, .virtual: return value
    case .decimal: return number(value.numberText)
    case .string: return string(value.text, 0..<value.text.count)
    case .array:
      let elements = value.elements
      return array(count: elements.count) { copy(elements[$0]) }
    case .object, .set:
      let table = value.table
      return self.table(value.tag, count: table.count, key: { copy(table.key($0)) }, value: { copy(table.value($0)) })
    }
  }
}
