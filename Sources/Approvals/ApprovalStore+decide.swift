import Basics
import Storage
import Synchronization

/// What `agw approvals` and the console do. None of these blocks the caller's thread.
extension ApprovalStore {
  /// The latest requests, the newest first.
  public func list(limit: Int = 200) async -> Result<[ApprovalRequest], ApprovalError> {
    await onWorker { ledger throws(StorageError) in .success(try ledger.requests(limit: limit)) }
  }

  /// The request `id`.
  public func show(_ id: String) async -> Result<ApprovalRequest, ApprovalError> {
    await onWorker { ledger throws(StorageError) in
      guard let request = try ledger.request(id) else { return .failure(.notFound) }
      return .success(request)
    }
  }

  /// Agrees to the call of request `id`.
  ///
  /// - Returns: The grant with its token; or `approval_not_found`, `approval_expired`,
  ///   `approval_already_decided`, `approval_by_caller_refused` if the approver is the identity that calls,
  ///   `approval_approver_unnamed`.
  public func approve(
    _ id: String, _ decision: ApprovalDecision
  ) async -> Result<ApprovalGrant, ApprovalError> {
    let token = ApprovalToken.random()
    let expiresAt = decision.at.adding(settings.approvalLife)
    let result = await decide(id, decision, approval: (token.fingerprint, expiresAt))
    return result.map { ApprovalGrant(request: $0, token: token.text, expiresAt: expiresAt) }
  }

  /// Refuses the call of request `id`.
  public func deny(
    _ id: String, _ decision: ApprovalDecision
  ) async -> Result<ApprovalRequest, ApprovalError> {
    await decide(id, decision, approval: nil)
  }

  private func decide(
    _ id: String, _ decision: ApprovalDecision, approval: (fingerprint: [UInt8], expiresAt: Timestamp)?
  ) async -> Result<ApprovalRequest, ApprovalError> {
    guard decision.by.utf8.contains(where: { $0 > 0x20 }) else { return .failure(.approverUnnamed) }
    return await onWorker { ledger throws(StorageError) in
      let result = try ledger.decide(id, decision, approval: approval)
      if case .success(let request) = result { self.book.withLock { $0.put(request, isWritten: true) } }
      return result
    }
  }

  private func onWorker<Value: Sendable>(
    _ job: @escaping @Sendable (ApprovalLedger) throws(StorageError) -> Result<Value, ApprovalError>
  ) async -> Result<Value, ApprovalError> {
    await withCheckedContinuation { continuation in
      let isQueued = worker.enqueue { [ledger] in
        do {
          continuation.resume(returning: try job(ledger))
        } catch {
          continuation.resume(returning: .failure(.unavailable))
        }
      }
      if !isQueued { continuation.resume(returning: .failure(.unavailable)) }
    }
  }
}
