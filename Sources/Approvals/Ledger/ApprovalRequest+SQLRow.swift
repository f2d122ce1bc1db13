import Basics
import Storage

extension ApprovalRequest {
  /// Reads a row of the ledger.
  init(_ row: SQLRow) throws(StorageError) {
    guard let digest = Digest256(hex: try row.text("arguments_digest")),
      let status = ApprovalStatus(rawValue: try row.text("status"))
    else {
      throw StorageError(.unexpectedRow, "A row of table approvals does not have the form that was written.")
    }
    id = try row.text("id")
    subject = ApprovalSubject(
      principal: try row.text("principal"), tool: try row.text("tool"), argumentsDigest: digest)
    occasion = ApprovalCase(
      reason: try row.text("reason"), riskScore: Int(try row.integer("risk_score")),
      arguments: try row.text("arguments"))
    createdAt = Timestamp(nanoseconds: try row.integer("created_at"))
    expiresAt = Timestamp(nanoseconds: try row.integer("expires_at"))
    recordedStatus = status
    if let by = try row.optionalText("decided_by"), let at = try row.optionalInteger("decided_at") {
      decision = ApprovalDecision(
        by: by, at: Timestamp(nanoseconds: at), reason: try row.optionalText("decision_reason") ?? "")
    }
    approvalExpiresAt = try row.optionalInteger("approval_expires_at").map(Timestamp.init(nanoseconds:))
    consumedAt = try row.optionalInteger("consumed_at").map(Timestamp.init(nanoseconds:))
  }
}
