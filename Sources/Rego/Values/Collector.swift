/// Gathers what a block yields: a list, a set, or the members of an object. Reused from decision to decision.
final class Collector {
  private(set) var keys: [Value] = []
  private(set) var values: [Value] = []
  /// Hash index over `keys`, used above `TableView.linearLimit` of them; entries are positions + 1.
  private var slots: [UInt32] = []
  /// Rows of nested partial objects: where each key path starts in `keys`, by row.
  private(set) var rows: [Row] = []

  struct Row {
    var keys: [Value]
    var value: Value
    /// The last step is an element of a set.
    var isElement: Bool
  }

  func clear() {
    keys.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
  }

  var count: Int { max(keys.count, values.count) }

  func append(_ value: Value) { values.append(value) }

  func append(row: Row) { rows.append(row) }

  /// Position of an equal key, or nil.
  private func find(_ key: Value) -> Int? {
    if keys.count <= TableView.linearLimit {
      for index in keys.indices where keys[index].isEqual(key) { return index }
      return nil
    }
    var slot = Int(key.hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if keys[index].isEqual(key) { return index }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func add(_ key: Value) {
    keys.append(key)
    guard keys.count > TableView.linearLimit else { return }
    if slots.count < keys.count * 2 { return rebuild() }
    place(keys.count - 1)
  }

  private func place(_ index: Int) {
    var slot = Int(keys[index].hash) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(truncatingIfNeeded: index + 1)
  }

  private func rebuild() {
    var size = max(slots.count, 16)
    while size < keys.count * 4 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
    for index in keys.indices { place(index) }
  }

  /// Adds an element unless it is there.
  func insert(_ element: Value) {
    if find(element) == nil { add(element) }
  }

  /// Adds a member; false if the key is there with another value.
  func put(_ key: Value, _ value: Value) -> Bool {
    if let index = find(key) { return values[index].isEqual(value) }
    add(key)
    values.append(value)
    return true
  }

  // MARK: - Sealing

  func array(in arena: Arena) -> Value { arena.array(values) }

  func set(in arena: Arena) -> Value {
    let order = sortedOrder()
    return arena.table(.set, count: keys.count, key: { keys[order[$0]] }, value: { _ in .undefined })
  }

  func object(in arena: Arena) -> Value {
    let order = sortedOrder()
    return arena.table(.object, count: keys.count, key: { keys[order[$0]] }, value: { values[order[$0]] })
  }

  private func sortedOrder() -> [Int] {
    var order = Array(keys.indices)
    order.sort { keys[$0].compare(keys[$1]) < 0 }
    return order
  }
}
