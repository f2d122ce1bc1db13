/// How often one caller may call: a steady rate and the burst above it that is let through at once.
public struct RateLimit: Sendable, Equatable {
  /// Calls a minute over a long time, 1…60,000,000.
  public let perMinute: Int
  /// Calls at one instant after a pause, 1…1,000,000.
  public let burst: Int

  /// Values outside their range are brought to its nearer end.
  public init(perMinute: Int, burst: Int) {
    self.perMinute = min(max(1, perMinute), Self.perMinuteMax)
    self.burst = min(max(1, burst), Self.burstMax)
  }

  static let perMinuteMax = 60_000_000
  static let burstMax = 1_000_000

  /// Nanoseconds in which one token flows in, at least 1,000.
  var tokenInterval: Int64 { Self.nanosecondsPerMinute / Int64(perMinute) }

  /// Nanoseconds in which an empty bucket fills: at most 6 × 10¹⁶, so sums with instants cannot overflow.
  var fillTime: Int64 { tokenInterval * Int64(burst) }

  private static let nanosecondsPerMinute: Int64 = 60_000_000_000
}
