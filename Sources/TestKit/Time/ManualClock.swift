public import Basics
import Synchronization

/// A clock that stands still until it is told to move.
public final class ManualClock: Sendable {
  private let time: Mutex<Timestamp>

  /// Starts at 2026-11-21T09:00:00Z where nothing else is said.
  public init(_ start: Timestamp = Timestamp(seconds: 1_795_251_600)) {
    time = Mutex(start)
  }

  public var now: Timestamp { time.withLock { $0 } }

  public func advance(by duration: Duration) {
    time.withLock { $0 = $0.adding(duration) }
  }

  public func set(_ now: Timestamp) {
    time.withLock { $0 = now }
  }
}
