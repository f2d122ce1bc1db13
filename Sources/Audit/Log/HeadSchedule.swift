import Basics

/// When the head is to be written: after so many commits, or so long after the first that no head covers.
struct HeadSchedule: Sendable {
  private let commitsMax: Int
  private let interval: Int64
  private var commits = 0
  /// When the head is due, in monotonic nanoseconds; nil while every commit is covered.
  private var due: UInt64?

  init(commits: Int, interval: Duration) {
    commitsMax = commits
    self.interval = max(0, interval.nanosecondsSaturating)
  }

  /// Whether a commit is not covered by a head.
  var isPending: Bool { due != nil }

  mutating func committed(now: UInt64) {
    commits += 1
    if due == nil { due = now &+ UInt64(interval) }
  }

  func isDue(now: UInt64) -> Bool {
    guard let due else { return false }
    return commits >= commitsMax || now >= due
  }

  /// How long the writer may sleep; nil for as long as it likes.
  func timeLeft(now: UInt64) -> Duration? {
    due.map { .nanoseconds($0 > now ? Int64(clamping: $0 - now) : 0) }
  }

  mutating func written() {
    commits = 0
    due = nil
  }

  mutating func postpone(now: UInt64) {
    commits = 0
    due = now &+ UInt64(interval)
  }
}
