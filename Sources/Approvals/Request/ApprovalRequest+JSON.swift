public import Basics

extension ApprovalRequest {
  /// For the control API and `agw approvals`; the status is that at `now`.
  public func document(at now: Timestamp) -> JSONValue {
    [
      "id": .string(id), "status": .string(status(at: now).rawValue), "caller": .string(subject.principal),
      "tool": .string(subject.tool), "arguments_digest": .string(subject.argumentsDigest.hex),
      "arguments": .string(occasion.arguments), "reason": .string(occasion.reason),
      "risk_score": .integer(occasion.riskScore), "created_at": .string(createdAt.rfc3339),
      "expires_at": .string(expiresAt.rfc3339),
      "decided_by": decision.map { .string($0.by) } ?? .null,
      "decided_at": decision.map { .string($0.at.rfc3339) } ?? .null,
      "decision_reason": decision.map { .string($0.reason) } ?? .null,
      "approval_expires_at": approvalExpiresAt.map { .string($0.rfc3339) } ?? .null,
      "used_at": consumedAt.map { .string($0.rfc3339) } ?? .null,
    ]
  }
}
