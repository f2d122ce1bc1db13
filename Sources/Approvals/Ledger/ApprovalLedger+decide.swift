import Basics
import Storage

extension ApprovalLedger {
  /// Records a decision on a pending request, once.
  ///
  /// - Parameters:
  ///   - approval: The token's fingerprint and the end of its life, if the answer is yes; nil to deny.
  /// - Returns: The request as it stands now, or why it cannot be decided.
  func decide(
    _ id: String, _ decision: ApprovalDecision, approval: (fingerprint: [UInt8], expiresAt: Timestamp)?
  ) throws(StorageError) -> Result<ApprovalRequest, ApprovalError> {
    try database.write { transaction throws(StorageError) in
      guard let request = try Self.requests(transaction, "WHERE id = ?", [.text(id)]).first else {
        return .failure(.notFound)
      }
      switch request.status(at: decision.at) {
      case .pending: break
      case .expired: return .failure(.expired)
      case .approved, .denied, .consumed: return .failure(.alreadyDecided)
      }
      // One may refuse one's own call, not agree to it.
      if approval != nil, Self.isSame(decision.by, request.subject.principal) {
        return .failure(.selfApproval)
      }
      try transaction.execute(
        """
        UPDATE approvals SET status = ?, decided_by = ?, decided_at = ?, decision_reason = ?,
          token_fingerprint = ?, approval_expires_at = ? WHERE id = ?
        """,
        [
          .text(approval == nil ? "denied" : "approved"), .text(decision.by),
          .integer(decision.at.nanoseconds),
          .text(decision.reason), approval.map { .blob($0.fingerprint) } ?? .null,
          .optional(approval?.expiresAt.nanoseconds), .text(id),
        ])
      return .success(try Self.requests(transaction, "WHERE id = ?", [.text(id)])[0])
    }
  }

  /// Whether two spellings name one identity: case and white space around do not make two of one.
  private static func isSame(_ left: String, _ right: String) -> Bool {
    folded(left) == folded(right)
  }

  private static func folded(_ name: String) -> [UInt8] {
    let isSpace: (UInt8) -> Bool = { $0 <= 0x20 }
    let trimmed = name.utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    return trimmed.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }
}
