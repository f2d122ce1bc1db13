public import Basics

extension SessionSummary {
  /// For the control API and `agw inspect sessions`.
  public var document: JSONValue {
    [
      "caller": .string(key.principal), "session": key.session.map { .string($0) } ?? .null,
      "risk_score": .integer(riskScore), "risk_band": .string(riskBand.rawValue),
      "has_read_sensitive_data": .bool(isTainted), "tools": .integer(toolCount),
      "calls": .integer(Int(counters.calls)), "refusals": .integer(Int(counters.refusals)),
      "personal_data": .integer(Int(counters.personalData)), "injections": .integer(Int(counters.injections)),
      "external_sends": .integer(Int(counters.externalSends)),
      "started_at": .string(startedAt.rfc3339), "last_seen_at": .string(lastSeenAt.rfc3339),
    ]
  }
}
