/// Lines in the order of their sequence, flat in one array, ready to be linked where they lie.
struct PendingEntries: Sendable {
  /// Every line with its line end, one after the other.
  private(set) var bytes: [UInt8] = []
  /// Where each line ends.
  private(set) var ends: [Int] = []
  /// When the first was appended, in monotonic nanoseconds.
  private(set) var since: UInt64 = 0

  var count: Int { ends.count }
  var isEmpty: Bool { ends.isEmpty }

  mutating func append(_ draft: borrowing LineDraft, sequence: UInt64, now: @autoclosure () -> UInt64) {
    if isEmpty { since = now() }
    unsafe bytes.append(contentsOf: draft.numbered(sequence))
    ends.append(bytes.count)
  }

  /// Links every line to the chain.
  mutating func link(to chain: inout Chain) {
    unsafe bytes.withUnsafeMutableBytes { bytes in
      var start = 0
      for end in ends {
        // SAFETY: the ends grow, and the last is the count.
        unsafe chain.link(UnsafeMutableRawBufferPointer(rebasing: bytes[start..<end]))
        start = end
      }
    }
  }

  /// Empties it; memory that a burst needed is given back.
  mutating func clear() {
    bytes.removeAll(keepingCapacity: bytes.capacity <= AuditLimits.bufferBytesKept)
    ends.removeAll(keepingCapacity: ends.capacity <= AuditLimits.pendingEntriesMax)
  }
}
