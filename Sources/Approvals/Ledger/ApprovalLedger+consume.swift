import Basics
import Storage

extension ApprovalLedger {
  /// What an approval is found by.
  enum Claim: Sendable {
    case token(fingerprint: [UInt8])
    case request(id: String)
  }

  /// Uses an approval, at most once among all processes: the change is conditional on the approval being
  /// unused, in a transaction that excludes all other writers, and on the disk when this returns.
  func consume(
    _ claim: Claim, for subject: ApprovalSubject, now: Timestamp
  ) throws(StorageError) -> Result<ApprovalRequest, ApprovalError> {
    try database.write { transaction throws(StorageError) in
      guard let request = try Self.find(claim, transaction) else { return .failure(.tokenUnknown) }
      guard request.subject == subject else { return .failure(.tokenMismatch) }
      switch request.status(at: now) {
      case .approved: break
      case .pending: return .failure(.pending)
      case .denied: return .failure(.denied)
      case .consumed: return .failure(.alreadyUsed)
      case .expired: return .failure(.expired)
      }
      let changed = try transaction.execute(
        "UPDATE approvals SET status = 'consumed', consumed_at = ? WHERE id = ? AND status = 'approved'",
        [.integer(now.nanoseconds), .text(request.id)])
      guard changed == 1 else { return .failure(.alreadyUsed) }
      var consumed = request
      consumed.recordedStatus = .consumed
      consumed.consumedAt = now
      return .success(consumed)
    }
  }

  private static func find(
    _ claim: Claim, _ transaction: StateTransaction
  ) throws(StorageError) -> ApprovalRequest? {
    switch claim {
    case .token(let fingerprint):
      try requests(transaction, "WHERE token_fingerprint = ?", [.blob(fingerprint)]).first
    case .request(let id):
      try requests(transaction, "WHERE id = ?", [.text(id)]).first
    }
  }
}
