import Basics

/// When the head or a checkpoint is to be written: after so many commits or entries, or so long after the first that
/// none covers.
struct CoverSchedule: Sendable {
  private let countMax: Int
  private let interval: Int64
  private var count = 0
  /// When one is due, in monotonic nanoseconds; nil while everything is covered.
  private var due: UInt64?

  init(count: Int, interval: Duration) {
    countMax = count
    self.interval = max(0, interval.nanosecondsSaturating)
  }

  /// Whether something is not covered.
  var isPending: Bool { due != nil }

  mutating func committed(_ added: Int = 1, now: UInt64) {
    count += added
    if due == nil { due = now &+ UInt64(interval) }
  }

  func isDue(now: UInt64) -> Bool {
    guard let due else { return false }
    return count >= countMax || now >= due
  }

  /// How long the writer may sleep; nil for as long as it likes.
  func timeLeft(now: UInt64) -> Duration? {
    due.map { .nanoseconds($0 > now ? Int64(clamping: $0 - now) : 0) }
  }

  mutating func written() {
    count = 0
    due = nil
  }

  mutating func postpone(now: UInt64) {
    count = 0
    due = now &+ UInt64(interval)
  }
}
