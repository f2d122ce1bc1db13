extension Value {
  /// Equal in Rego's sense: `1` and `1.0` are.
  @inline(__always)
  func isEqual(_ other: Value) -> Bool {
    if payload == other.payload && meta == other.meta { return true }
    if rawTag == other.rawTag {
      if rawTag <= Tag.integer.rawValue || cachedHash != other.cachedHash { return rawTag == Tag.decimal.rawValue && decimalEqual(other) }
      return deepEqual(other)
    }
    return isNumber && other.isNumber && decimalEqual(other)
  }

  @inline(never)
  private func decimalEqual(_ other: Value) -> Bool { compareNumber(other) == 0 }

  @inline(never)
  private func deepEqual(_ other: Value) -> Bool {
    switch tag {
    case .string: return text.equals(other.text)
    case .array:
      let left = elements
      let right = other.elements
      guard left.count == right.count else { return false }
      for index in 0..<left.count where !left[index].isEqual(right[index]) { return false }
      return true
    case .object, .set:
      let left = table
      let right = other.table
      guard left.count == right.count else { return false }
      for index in 0..<left.count {
        guard left.key(index).isEqual(right.key(index)) else { return false }
        if left.isObject, !left.value(index).isEqual(right.value(index)) { return false }
      }
      return true
    case .decimal: return decimalEqual(other)
    default: return false
    }
  }

  /// Hash that agrees with `isEqual`.
  @inline(__always)
  var hash: UInt32 {
    if rawTag >= Tag.string.rawValue { return cachedHash }
    return scalarHash
  }

  private var scalarHash: UInt32 {
    var word = payload
    if has(.integer) { word = Double(Int64(bitPattern: payload)).bitPattern }
    if has(.decimal) { word = decimal.approximation.bitPattern }
    if word == (-0.0).bitPattern { word = 0 }
    let kind = has(.decimal) ? Tag.integer.rawValue : rawTag
    let hash = Bytes.mix(Bytes.seed, word ^ UInt64(kind) << 56)
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }

  /// Rego's order over all values: null, booleans, numbers, strings, arrays, objects, sets.
  func compare(_ other: Value) -> Int {
    if payload == other.payload && meta == other.meta { return 0 }
    if has(.integer) && other.has(.integer) {
      return Int64(bitPattern: payload) < Int64(bitPattern: other.payload) ? -1 : 1
    }
    if isNumber && other.isNumber { return compareNumber(other) }
    guard rawTag == other.rawTag else { return Int(rawTag) - Int(other.rawTag) }
    switch tag {
    case .boolean: return payload < other.payload ? -1 : 1
    case .string: return text.compare(other.text)
    case .array: return Value.compareLists(elements.count, other.elements.count) { elements[$0].compare(other.elements[$0]) }
    case .set: return Value.compareLists(table.count, other.table.count) { table.key($0).compare(other.table.key($0)) }
    case .object: return compareObject(other)
    default: return 0
    }
  }

  private static func compareLists(_ left: Int, _ right: Int, _ compare: (Int) -> Int) -> Int {
    for index in 0..<min(left, right) {
      let order = compare(index)
      if order != 0 { return order }
    }
    return left - right
  }

  /// Objects are ordered by their keys in order, then by the values.
  private func compareObject(_ other: Value) -> Int {
    let left = table
    let right = other.table
    for index in 0..<min(left.count, right.count) {
      let keys = left.key(index).compare(right.key(index))
      if keys != 0 { return keys }
      let values = left.value(index).compare(right.value(index))
      if values != 0 { return values }
    }
    return left.count - right.count
  }
}
