/// Builds the object of a partial rule with several keys from its rows; nil means that two rows conflict.
struct NestedRows {
  let arena: Arena

  func build(_ rows: [Collector.Row]) -> Value? { build(rows[...], depth: 0) }

  private func build(_ rows: ArraySlice<Collector.Row>, depth: Int) -> Value? {
    let sorted = rows.sorted { $0.keys[depth].compare($1.keys[depth]) < 0 }
    var members: [(key: Value, value: Value)] = []
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end].keys[depth].isEqual(sorted[start].keys[depth]) { end += 1 }
      guard let value = leaf(sorted[start..<end], depth: depth) else { return nil }
      members.append((sorted[start].keys[depth], value))
      start = end
    }
    return arena.table(
      .object, count: members.count, key: { members[$0].key }, value: { members[$0].value })
  }

  /// The value behind one key: a single value, a set of elements, or deeper objects.
  private func leaf(_ rows: ArraySlice<Collector.Row>, depth: Int) -> Value? {
    let ending = rows.filter { $0.keys.count == depth + 1 }
    guard let first = ending.first else { return build(rows, depth: depth + 1) }
    guard ending.count == rows.count else { return nil }
    if first.isElement {
      guard ending.allSatisfy(\.isElement) else { return nil }
      return arena.set(ending.map(\.value))
    }
    for row in ending where row.isElement || !row.value.isEqual(first.value) { return nil }
    return first.value
  }
}
