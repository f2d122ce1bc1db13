extension Value {
  /// The member at `key`: of an object by key, of an array by whole number, of a set the element itself.
  @inline(__always)
  func member(_ key: Value) -> Value {
    switch tag {
    case .object, .set: return table[key]
    case .array:
      guard key.has(.integer) else { return arrayMember(key) }
      let index = Int64(bitPattern: key.payload)
      let elements = self.elements
      return index >= 0 && index < elements.count ? elements[Int(index)] : .undefined
    default: return .undefined
    }
  }

  /// The member at a path element of the data document, where array indices are written as text.
  func documentMember(_ key: Value) -> Value {
    guard has(.array), key.has(.string), let index = Int64(key.text.string) else { return member(key) }
    return member(.integer(index))
  }

  /// `xs[1.0]` is `xs[1]`.
  private func arrayMember(_ key: Value) -> Value {
    guard key.has(.decimal), let index = Int(exactly: key.decimal.approximation) else { return .undefined }
    return elements[index]
  }

  /// Number of members of a collection.
  var memberCount: Int? {
    switch tag {
    case .array: elements.count
    case .object, .set: table.count
    default: nil
    }
  }

  /// Whether some member of the collection equals `element`.
  func holds(_ element: Value) -> Bool {
    switch tag {
    case .set: return table.contains(element)
    case .array:
      for candidate in elements where candidate.isEqual(element) { return true }
      return false
    case .object:
      let table = self.table
      for index in 0..<table.count where table.value(index).isEqual(element) { return true }
      return false
    default: return false
    }
  }
}

extension Arena {
  /// `root` with `value` at `path`; what is in the way and not an object is replaced.
  func replacing(_ root: Value, _ path: ArraySlice<Value>, with value: Value) -> Value {
    guard let key = path.first else { return value }
    var members: [(key: Value, value: Value)] = []
    var inner = Value.undefined
    if root.has(.object) {
      let table = root.table
      for index in 0..<table.count {
        if table.key(index).isEqual(key) { inner = table.value(index) } else { members.append((table.key(index), table.value(index))) }
      }
    }
    members.append((key, replacing(inner, path.dropFirst(), with: value)))
    return object(members)
  }
}
