/// What a limiter says of one call, with the numbers that the caller is told.
public struct RateLimitVerdict: Sendable, Equatable {
  public let isAllowed: Bool
  /// The steady rate that is in force, in calls a minute.
  public let limit: Int
  /// Calls that would be let through right now, after this one.
  public let remaining: Int
  /// Seconds, rounded up, until the whole burst is available again.
  public let resetSeconds: Int
  /// Seconds, rounded up and at least one, until the next call would be let through; `nil` if this one was.
  public let retryAfterSeconds: Int?
}
