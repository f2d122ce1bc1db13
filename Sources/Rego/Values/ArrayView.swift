/// The elements of an array value: `count` (8 bytes), then the values.
@safe struct ArrayView: RandomAccessCollection {
  let base: UnsafePointer<Value>
  let count: Int

  @inline(__always)
  init(base: UnsafePointer<Value>, count: Int) {
    unsafe self.base = unsafe base
    self.count = count
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  /// Undefined outside the bounds.
  @inline(__always)
  subscript(index: Int) -> Value {
    // SAFETY: the index is checked against the count the storage was made with.
    index >= 0 && index < count ? unsafe base[index] : .undefined
  }
}

extension Value {
  /// The elements of an array value.
  @inline(__always)
  var elements: ArrayView {
    // SAFETY: array storage is a count followed by that many values.
    unsafe ArrayView(
      base: (storage + 8).assumingMemoryBound(to: Value.self), count: storage.load(as: Int.self))
  }
}

extension Arena {
  func array(_ values: [Value]) -> Value { array(count: values.count) { values[$0] } }

  /// An array of `count` elements, each computed once, in order.
  @inline(__always)
  func array(count: Int, _ element: (Int) -> Value) -> Value {
    let storage = unsafe allocate(8 + count * 16)
    // SAFETY: the storage has room for the count and `count` values.
    unsafe storage.storeBytes(of: count, as: Int.self)
    let target = unsafe (storage + 8).assumingMemoryBound(to: Value.self)
    var hash = UInt64(Value.Tag.array.rawValue) &+ Bytes.seed
    var depth: UInt32 = 0
    var size: UInt64 = 1
    for index in 0..<count {
      let value = element(index)
      unsafe target[index] = value
      depth = max(depth, value.measure.depth)
      size &+= value.measure.size
      hash = Bytes.mix(hash, UInt64(value.hash))
    }
    return Value(
      tag: .array, payload: UInt64(UInt(bitPattern: storage)),
      hash: UInt32(truncatingIfNeeded: hash ^ hash >> 32), measure: enclose(depth, size))
  }
}
