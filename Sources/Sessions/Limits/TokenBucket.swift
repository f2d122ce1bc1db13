public import Basics

/// A token bucket that stores one number: the instant at which it will be full again.
///
/// Taking a token moves that instant one token interval later; a call is refused if it would move further
/// into the future than an empty bucket needs to fill. The bucket therefore needs no timer, drifts by no
/// rounding, and one that is full holds no information and may be forgotten.
///
/// - Source: ITU-T I.371 Annex A, the virtual scheduling form of the generic cell rate algorithm.
public struct TokenBucket: Sendable {
  /// The instant, in nanoseconds since 1970, at which the bucket is full.
  private var fullAt: Int64

  /// A full bucket.
  public init() { fullAt = .min }

  /// Takes one token if there is one.
  ///
  /// The limit is an argument, so that a new configuration takes effect at once and costs no caller its
  /// state. A clock that goes backwards refuses no longer than the bucket needs to fill.
  public mutating func take(_ limit: RateLimit, now: Timestamp) -> RateLimitVerdict {
    let now = now.nanoseconds
    let start = min(max(fullAt, now), Self.later(now, by: limit.fillTime))
    let after = Self.later(start, by: limit.tokenInterval)
    let isAllowed = after - now <= limit.fillTime
    fullAt = isAllowed ? after : start
    let debt = fullAt - now
    return RateLimitVerdict(
      isAllowed: isAllowed,
      limit: limit.perMinute,
      remaining: Int((limit.fillTime - debt) / limit.tokenInterval),
      resetSeconds: Self.secondsRoundedUp(debt),
      retryAfterSeconds: isAllowed ? nil : max(1, Self.secondsRoundedUp(after - now - limit.fillTime)))
  }

  /// How the bucket stands, without taking anything.
  func status(of key: String, _ limit: RateLimit, now: Timestamp) -> RateLimitStatus {
    let debt = isFull(at: now) ? 0 : min(fullAt &- now.nanoseconds, limit.fillTime)
    return RateLimitStatus(
      key: key, limit: limit.perMinute, remaining: Int((limit.fillTime - debt) / limit.tokenInterval),
      resetSeconds: Self.secondsRoundedUp(debt))
  }

  /// Whether the bucket is full, so that forgetting it changes nothing.
  public func isFull(at now: Timestamp) -> Bool { fullAt <= now.nanoseconds }

  private static func later(_ instant: Int64, by nanoseconds: Int64) -> Int64 {
    let (sum, overflow) = instant.addingReportingOverflow(nanoseconds)
    return overflow ? .max : sum
  }

  private static func secondsRoundedUp(_ nanoseconds: Int64) -> Int {
    guard nanoseconds > 0 else { return 0 }
    let second: Int64 = 1_000_000_000
    return Int((nanoseconds - 1) / second + 1)
  }
}
