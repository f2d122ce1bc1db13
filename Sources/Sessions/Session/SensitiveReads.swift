import Basics

/// What keeps a session tainted: sensitive reads that were let through and not taken back.
struct SensitiveReads: Sendable {
  private(set) var latest: (tool: String, at: Timestamp)?
  private var open: UInt32 = 0

  /// Notes a read. It counts from the moment it is let through, because its answer may already be streaming
  /// to the caller long before the call is settled.
  mutating func note(_ tool: String, now: Timestamp) {
    latest = (tool, now)
    SessionCounters.add(1, to: &open)
  }

  /// Takes back a read that a later layer refused, so that nothing was read.
  mutating func takeBack() {
    guard open > 0 else { return }
    open -= 1
    if open == 0 { latest = nil }
  }
}
