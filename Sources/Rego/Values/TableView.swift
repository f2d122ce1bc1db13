/// A set or an object, sealed: keys in Rego's order, for objects their values beside them, and a hash index when there
/// are more than `linearLimit` keys.
///
/// ```
/// count (8) | index slots (8) | keys: 16 each | values: 16 each (objects) | index: 4 each
/// ```
@safe struct TableView {
  /// Up to this many keys are searched one after the other: hashes are compared in place.
  static let linearLimit = 8

  let base: UnsafeRawPointer
  let count: Int
  let isObject: Bool

  @inline(__always)
  init(_ value: Value) {
    // SAFETY: set and object storage start with the count.
    unsafe base = unsafe value.storage
    count = unsafe value.storage.load(as: Int.self)
    isObject = value.has(.object)
  }

  @inline(__always)
  private var keyBase: UnsafePointer<Value> {
    // SAFETY: keys follow the two header words.
    unsafe (base + 16).assumingMemoryBound(to: Value.self)
  }

  /// Key (or element) at a place in Rego's order; undefined outside the bounds.
  @inline(__always)
  func key(_ index: Int) -> Value {
    index >= 0 && index < count ? unsafe keyBase[index] : .undefined
  }

  /// Value beside the key at `index`; for sets the element itself.
  @inline(__always)
  func value(_ index: Int) -> Value {
    guard index >= 0, index < count else { return .undefined }
    return isObject ? unsafe keyBase[count + index] : unsafe keyBase[index]
  }

  /// Where `key` stands, or nil. Constant time.
  @inline(__always)
  func find(_ key: Value) -> Int? {
    if count <= TableView.linearLimit {
      for index in 0..<count where unsafe keyBase[index].isEqual(key) { return index }
      return nil
    }
    return findIndexed(key)
  }

  private func findIndexed(_ key: Value) -> Int? {
    let slots = unsafe base.load(fromByteOffset: 8, as: Int.self)
    // SAFETY: the index of `slots` numbers follows the keys and values; every probe is masked to it.
    let table = unsafe (base + 16 + count * (isObject ? 32 : 16)).assumingMemoryBound(to: UInt32.self)
    var slot = Int(key.hash) & (slots - 1)
    while true {
      let entry = unsafe table[slot]
      if entry == 0 { return nil }
      let index = Int(entry) - 1
      if unsafe keyBase[index].isEqual(key) { return index }
      slot = (slot + 1) & (slots - 1)
    }
  }

  /// The value of `key`, undefined if there is none.
  @inline(__always)
  subscript(key: Value) -> Value {
    guard let index = find(key) else { return .undefined }
    return value(index)
  }

  func contains(_ key: Value) -> Bool { find(key) != nil }
}

extension Value {
  /// The keys and values of an object, or the elements of a set.
  @inline(__always)
  var table: TableView { TableView(self) }
}

extension Arena {
  /// A sealed table from keys that are already distinct and in order.
  func table(_ tag: Value.Tag, count: Int, key: (Int) -> Value, value: (Int) -> Value) -> Value {
    let isObject = tag == .object
    var slots = 0
    if count > TableView.linearLimit {
      slots = 16
      while slots < count * 2 { slots *= 2 }
    }
    let entries = count * (isObject ? 32 : 16)
    let storage = unsafe allocate(16 + entries + slots * 4)
    // SAFETY: the storage has room for the header, the entries and the index, in this order.
    unsafe storage.storeBytes(of: count, as: Int.self)
    unsafe storage.storeBytes(of: slots, toByteOffset: 8, as: Int.self)
    let keys = unsafe (storage + 16).assumingMemoryBound(to: Value.self)
    var hash = UInt64(tag.rawValue) &+ Bytes.seed
    var depth: UInt32 = 0
    var size: UInt64 = 1
    for index in 0..<count {
      let current = key(index)
      unsafe keys[index] = current
      depth = max(depth, current.measure.depth)
      size &+= current.measure.size
      hash = Bytes.mix(hash, UInt64(current.hash))
      if isObject {
        let beside = value(index)
        unsafe keys[count + index] = beside
        depth = max(depth, beside.measure.depth)
        size &+= beside.measure.size
        hash = Bytes.mix(hash, UInt64(beside.hash))
      }
    }
    if slots > 0 {
      let table = unsafe (storage + 16 + entries).assumingMemoryBound(to: UInt32.self)
      unsafe table.update(repeating: 0, count: slots)
      for index in 0..<count {
        var slot = Int(unsafe keys[index].hash) & (slots - 1)
        while unsafe table[slot] != 0 { slot = (slot + 1) & (slots - 1) }
        unsafe table[slot] = UInt32(index + 1)
      }
    }
    return Value(
      tag: tag, payload: UInt64(UInt(bitPattern: storage)),
      hash: UInt32(truncatingIfNeeded: hash ^ hash >> 32), measure: enclose(depth, size))
  }

  /// A set of any values: sorted and made distinct here.
  func set(_ values: [Value]) -> Value {
    let sorted = Value.sortedDistinct(values)
    return table(.set, count: sorted.count, key: { sorted[$0] }, value: { _ in .undefined })
  }

  /// An object; of equal keys the last one counts.
  func object(_ members: [(key: Value, value: Value)]) -> Value {
    var order = Array(members.indices)
    order.sort { left, right in
      let result = members[left].key.compare(members[right].key)
      return result == 0 ? left < right : result < 0
    }
    var kept: [Int] = []
    kept.reserveCapacity(order.count)
    for index in order {
      if let last = kept.last, members[last].key.isEqual(members[index].key) { kept.removeLast() }
      kept.append(index)
    }
    return table(
      .object, count: kept.count, key: { members[kept[$0]].key }, value: { members[kept[$0]].value })
  }
}

extension Value {
  static func sortedDistinct(_ values: [Value]) -> [Value] {
    let sorted = values.sorted { $0.compare($1) < 0 }
    var result: [Value] = []
    result.reserveCapacity(sorted.count)
    for value in sorted {
      if let last = result.last, last.isEqual(value) { continue }
      result.append(value)
    }
    return result
  }
}
