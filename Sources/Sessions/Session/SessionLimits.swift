/// How much a session store remembers, and for how long.
public struct SessionLimits: Sendable, Equatable {
  /// Principals remembered, over all shards. Beyond it, those whose sessions have all expired are forgotten,
  /// then the one whose highest score is lowest.
  public var principalsMax: Int
  /// Sessions with a state of their own, over all shards. Beyond it a new session shares the default one of
  /// its principal.
  public var sessionsMax: Int
  /// The same for one principal.
  public var sessionsPerPrincipalMax: Int
  /// A session that was idle for so long has ended.
  public var idleExpiry: Duration

  /// - Parameter idleExpiry: Raised to the time in which the highest score decays to nothing (50 minutes), so
  ///   that expiry forgives nothing.
  public init(
    principalsMax: Int = 10_000, sessionsMax: Int = 20_000, sessionsPerPrincipalMax: Int = 1_000,
    idleExpiry: Duration = .seconds(3_600)
  ) {
    self.principalsMax = max(1, principalsMax)
    self.sessionsMax = max(1, sessionsMax)
    self.sessionsPerPrincipalMax = max(1, sessionsPerPrincipalMax)
    self.idleExpiry = max(idleExpiry, RiskPoints.decayInterval * RiskPoints.scoreMax)
  }
}
