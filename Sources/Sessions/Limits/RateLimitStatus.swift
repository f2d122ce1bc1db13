/// One line of `agw inspect rate-limit`.
public struct RateLimitStatus: Sendable, Equatable {
  /// The caller; empty for the bucket that callers past the bound share.
  public let key: String
  /// Calls a minute.
  public let limit: Int
  /// Calls that would be let through now.
  public let remaining: Int
  /// Seconds, rounded up, until the whole burst is available.
  public let resetSeconds: Int
}
