/// One line of `agw inspect circuit-breaker`.
public struct BreakerStatus: Sendable, Equatable {
  public let upstream: String
  public let state: BreakerState
}
