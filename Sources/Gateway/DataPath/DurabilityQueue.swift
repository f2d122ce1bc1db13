import DequeModule

/// What waits on one event loop for the audit log: answers that may not leave, calls that may not go on.
///
/// Sequence numbers grow, so the queue is in order and one commit releases its front. Confined to its loop.
struct DurabilityQueue {
  struct Waiting {
    let sequence: UInt64
    let exchange: Exchange
    let step: Exchange.DurableStep
  }

  private var waiting = Deque<Waiting>()
  private var releasedThrough: UInt64 = 0

  var isEmpty: Bool { waiting.isEmpty }

  /// Whether `sequence` is durable, as far as this loop has been told.
  func isDurable(_ sequence: UInt64) -> Bool { sequence <= releasedThrough }

  mutating func wait(_ entry: Waiting) { waiting.append(entry) }

  /// The next one that `through` makes durable.
  mutating func pop(through: UInt64) -> Waiting? {
    releasedThrough = max(releasedThrough, through)
    guard let first = waiting.first, first.sequence <= through else { return nil }
    return waiting.popFirst()
  }

  /// The next one that will not become durable in time.
  mutating func popFailed(through: UInt64) -> Waiting? {
    guard let first = waiting.first, first.sequence <= through else { return nil }
    return waiting.popFirst()
  }
}
