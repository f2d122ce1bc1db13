public import Basics

/// What is shown of a session: to policies, to `agw inspect sessions` and to the audit record.
public struct SessionSummary: Sendable {
  public let key: SessionKey
  public let startedAt: Timestamp
  public let lastSeenAt: Timestamp
  /// 0…100.
  public let riskScore: Int
  public let riskBand: RiskBand
  /// Whether something sensitive has been read in it.
  public let isTainted: Bool
  /// Different tools called.
  public let toolCount: Int
  public let counters: SessionCounters

  init(_ key: SessionKey, _ state: SessionState, now: Timestamp) {
    self.key = key
    startedAt = state.startedAt
    lastSeenAt = state.lastSeenAt
    riskScore = state.riskScore(at: now)
    riskBand = RiskBand(score: riskScore)
    isTainted = state.isTainted
    toolCount = state.toolCount
    counters = state.counters
  }
}
