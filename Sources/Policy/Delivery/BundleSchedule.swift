public import Basics

/// When a bundle is asked for next.
///
/// After success the time is drawn between the shortest and the longest delay, so that many gateways do not come all at
/// once. After failures it doubles from a second up to the longest delay, and half of it is drawn.
public struct BundleSchedule: Sendable {
  /// First wait after a failure.
  static let firstRetry = Duration.seconds(1)
  /// Doublings that are counted; more would not matter.
  private static let doublingsMax = 20

  private let minDelay: Duration
  private let maxDelay: Duration
  private(set) var failures = 0
  public private(set) var next: Timestamp

  /// The first look is due at once.
  public init(minDelay: Duration, maxDelay: Duration, now: Timestamp) {
    self.minDelay = minDelay
    self.maxDelay = maxDelay
    next = now
  }

  public func isDue(at now: Timestamp) -> Bool { now >= next }

  public mutating func succeeded(at now: Timestamp, _ random: inout some RandomNumberGenerator) {
    failures = 0
    next = now.adding(Self.between(minDelay, maxDelay, &random))
  }

  public mutating func failed(at now: Timestamp, _ random: inout some RandomNumberGenerator) {
    failures = min(failures + 1, Self.doublingsMax)
    let delay = min(Self.firstRetry * (1 << (failures - 1)), maxDelay)
    next = now.adding(Self.between(delay / 2, delay, &random))
  }

  private static func between(
    _ low: Duration, _ high: Duration, _ random: inout some RandomNumberGenerator
  ) -> Duration {
    let (low, high) = (low.nanosecondsSaturating, high.nanosecondsSaturating)
    return .nanoseconds(low < high ? Int64.random(in: low...high, using: &random) : low)
  }
}
