/// One line of `agw inspect circuit-breaker`.
public struct BreakerStatus: Sendable, Equatable {
  public let upstream: String
  public let state: BreakerState
  /// Failures in a row while closed; 0 otherwise.
  public let failures: Int
  /// Seconds, rounded up, until probes are let through; 0 unless open.
  public let openSeconds: Int
}
