/// One line of `agw inspect circuit-breaker`.
public struct BreakerStatus: Sendable, Equatable {
  public let upstream: String
  public let state: BreakerState
  /// Failures in a row while closed; 0 otherwise.
  public let failures: Int
  /// Seconds, rounded up, until probes are let through; 0 unless open.
  public let openSeconds: Int

  init(upstream: String, state: BreakerState, failures: Int, openSeconds: Int) {
    self.upstream = upstream
    self.state = state
    self.failures = failures
    self.openSeconds = openSeconds
  }

  /// An upstream to which nothing was sent yet.
  public init(unused upstream: String) {
    self.init(upstream: upstream, state: .closed, failures: 0, openSeconds: 0)
  }
}
