/// Entries in the order of their sequence, flat in one array.
struct PendingEntries: Sendable {
  /// The members of every entry, one after the other.
  private(set) var bytes: [UInt8] = []
  /// Where each entry ends.
  private(set) var ends: [Int] = []
  /// When the first was appended, in monotonic nanoseconds.
  private(set) var since: UInt64 = 0

  var count: Int { ends.count }
  var isEmpty: Bool { ends.isEmpty }

  mutating func append(_ members: [UInt8], now: @autoclosure () -> UInt64) {
    if isEmpty { since = now() }
    bytes.append(contentsOf: members)
    ends.append(bytes.count)
  }

  /// Links every entry to the chain.
  func link(to chain: inout Chain, appendingTo lines: inout [UInt8]) {
    var start = 0
    for end in ends {
      chain.link(bytes[start..<end], to: &lines)
      start = end
    }
  }

  /// Empties it; memory that a burst needed is given back.
  mutating func clear() {
    bytes.clear()
    ends.removeAll(keepingCapacity: ends.capacity <= AuditLimits.pendingEntriesMax)
  }
}

extension [UInt8] {
  /// Empties it, and keeps what a usual commit needs.
  mutating func clear() {
    removeAll(keepingCapacity: capacity <= AuditLimits.bufferBytesKept)
  }
}
