import Basics
import Storage
import Synchronization

/// What happens on the store's own thread.
extension ApprovalStore {
  func write(_ request: ApprovalRequest) {
    do {
      try ledger.insert(request)
      book.withLock { $0.confirm(request.id) }
      isFailing.store(false, ordering: .relaxed)
    } catch {
      book.withLock { $0.remove(request.id) }
      isFailing.store(true, ordering: .relaxed)
    }
  }

  func consume(
    _ claim: ApprovalLedger.Claim, for subject: ApprovalSubject, now: Timestamp,
    _ completion: @escaping @Sendable (Result<ApprovalRequest, ApprovalError>) -> Void
  ) {
    let isQueued = worker.enqueue { completion(self.consumeNow(claim, for: subject, now: now)) }
    if !isQueued { completion(.failure(.unavailable)) }
  }

  /// Another process may have decided: looks at the ledger, if it has changed, and answers from the new view.
  func lookAgain(
    for subject: ApprovalSubject, now: Timestamp,
    _ completion: @Sendable (Result<ApprovalRequest, ApprovalError>) -> Void
  ) {
    do {
      try reload(now: now)
    } catch {
      return completion(.failure(.unavailable))
    }
    let known = book.withLock { $0.answer(for: subject, denialHold: settings.denialHold, now: now) }
    guard let known, known.status(at: now) == .approved else {
      return completion(.failure(Self.reason(known, now: now)))
    }
    completion(consumeNow(.request(id: known.id), for: subject, now: now))
  }

  /// Takes the ledger's view, unless nobody else has written since the last time.
  func reload(now: Timestamp) throws(StorageError) {
    let marker = try ledger.database.changeMarker()
    let isUnchanged = book.withLock { book in
      if book.marker == marker { book.viewedAt = now }
      return book.marker == marker
    }
    guard !isUnchanged else { return }
    let live = try ledger.liveRequests(now: now, deniedSince: now.adding(.zero - settings.denialHold))
    book.withLock { $0.replace(with: live, marker: marker, now: now) }
  }

  private func consumeNow(
    _ claim: ApprovalLedger.Claim, for subject: ApprovalSubject, now: Timestamp
  ) -> Result<ApprovalRequest, ApprovalError> {
    let result: Result<ApprovalRequest, ApprovalError>
    do throws(StorageError) {
      result = try ledger.consume(claim, for: subject, now: now)
    } catch {
      return .failure(.unavailable)
    }
    switch (claim, result) {
    case (_, .success(let request)):
      book.withLock { $0.remove(request.id) }
      return result
    case (.token, .failure):
      return result
    case (.request(let id), .failure):
      // Another process was faster, or it lapsed: there is nothing to use for this call, which may be asked
      // anew.
      book.withLock { $0.remove(id) }
      return .failure(.notFound)
    }
  }
}
