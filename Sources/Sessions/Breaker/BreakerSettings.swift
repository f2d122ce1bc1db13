/// When a circuit opens, how long it stays open, and what closes it again.
public struct BreakerSettings: Sendable, Equatable {
  /// Failures in a row that open the circuit, 1…10,000.
  public var failuresToOpen: Int
  /// How long an open circuit refuses before it lets probes through.
  public var openFor: Duration
  /// Probes that may be under way at once while the circuit is half-open, 1…1,000.
  public var probesMax: Int
  /// Probes in a row that must succeed to close the circuit, 1…1,000.
  public var successesToClose: Int
  /// A probe that has not reported by then counts as a failure: its slot must not be lost for ever.
  public var probeLease: Duration

  /// Values outside their range are brought to its nearer end.
  public init(
    failuresToOpen: Int = 5, openFor: Duration = .seconds(30), probesMax: Int = 1, successesToClose: Int = 2,
    probeLease: Duration = .seconds(60)
  ) {
    self.failuresToOpen = min(max(1, failuresToOpen), 10_000)
    self.openFor = max(.zero, openFor)
    self.probesMax = min(max(1, probesMax), 1_000)
    self.successesToClose = min(max(1, successesToClose), 1_000)
    self.probeLease = max(.zero, probeLease)
  }
}
