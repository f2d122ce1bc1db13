/// How much a session store remembers, and for how long.
public struct SessionLimits: Sendable, Equatable {
  /// Principals remembered, over all shards.
  public var principalsMax: Int
  /// Sessions of one principal with a state of their own.
  public var sessionsPerPrincipalMax: Int
  /// A session that was idle for so long has ended.
  public var idleExpiry: Duration

  /// - Parameter idleExpiry: Raised to the time in which the highest score decays to nothing (50 minutes), so
  ///   that expiry forgives nothing.
  public init(
    principalsMax: Int = 10_000, sessionsPerPrincipalMax: Int = 64, idleExpiry: Duration = .seconds(3_600)
  ) {
    self.principalsMax = max(1, principalsMax)
    self.sessionsPerPrincipalMax = max(1, sessionsPerPrincipalMax)
    self.idleExpiry = max(idleExpiry, RiskPoints.decayInterval * RiskPoints.scoreMax)
  }
}
