public import Basics
public import Storage
import Synchronization

/// Requests for a person's agreement, and the single-use approvals that come of them.
///
/// What calls ask is answered from memory under a short lock; the ledger in the state directory is written
/// and read on a thread of its own. The ledger is the truth: several gateways and `agw approvals` may share
/// it, and an approval is used at most once among all of them, also after a crash.
///
/// An approval is used in one of two ways: the client sends the token, or it simply makes the same call
/// again.
public final class ApprovalStore: Sendable {
  let settings: ApprovalSettings
  let ledger: ApprovalLedger
  let worker: ApprovalWorker
  let book = Mutex(ApprovalBook())
  /// Set while the ledger cannot be used; every request is then refused.
  let isFailing = Atomic<Bool>(false)

  /// Opens the ledger and reads what is still waiting. Blocks on the disk.
  public init(
    database: StateDatabase, settings: ApprovalSettings = ApprovalSettings(), now: Timestamp
  ) throws(StorageError) {
    self.settings = settings
    worker = ApprovalWorker(jobsMax: settings.jobsMax)
    ledger = try ApprovalLedger(database)
    try ledger.prune(createdBefore: now.adding(.zero - settings.retention))
    try reload(now: now)
  }

  /// Asks for a person's agreement to a call, or finds that somebody was asked already.
  ///
  /// Answers from memory and does not block. The request is written behind; if that fails, the caller has
  /// been told of a request that nobody will see, and asks again when it repeats the call.
  ///
  /// - Returns: The request that stands for the call: a new one, one that waits, one that was approved and
  ///   not used, or one that was denied a short while ago. Or `approval_too_many_pending`,
  ///   `approval_unavailable`.
  public func request(
    _ subject: ApprovalSubject, _ occasion: ApprovalCase, now: Timestamp
  ) -> Result<ApprovalRequest, ApprovalError> {
    let isFailing = isFailing.load(ordering: .relaxed)
    let (answer, isNew) = book.withLock { book -> (Result<ApprovalRequest, ApprovalError>, Bool) in
      if let known = book.answer(for: subject, denialHold: settings.denialHold, now: now) {
        return (.success(known), false)
      }
      if book.count >= settings.pendingMax { book.removeEnded(denialHold: settings.denialHold, now: now) }
      let pending = book.pendingCount(of: subject.principal, now: now)
      guard pending.own < settings.pendingPerPrincipalMax, book.count < settings.pendingMax else {
        return (.failure(.tooManyPending), false)
      }
      let request = ApprovalRequest(
        subject: subject, occasion: occasion, createdAt: now, expiresAt: now.adding(settings.requestLife))
      book.put(request, isWritten: false)
      return (.success(request), true)
    }
    guard isNew, case .success(let request) = answer else { return answer }
    let isQueued = worker.enqueue { self.write(request) }
    if !isQueued { book.withLock { $0.remove(request.id) } }
    return isQueued && !isFailing ? answer : .failure(.unavailable)
  }

  /// Uses an approval for a call: by the token that the client sent, or, without one, by the call itself.
  ///
  /// `completion` is called exactly once. On success the approval is durably used up before it is called, and
  /// it is called on the store's own thread; a failure may also be told at once, on the caller's thread.
  ///
  /// - Parameters:
  ///   - token: What came in `X-Step-Up-Token` or `_meta`, unchecked.
  ///   - completion: Takes the request that was used up, or why there is nothing to use.
  public func redeem(
    _ token: String?, for subject: ApprovalSubject, now: Timestamp,
    completion: @escaping @Sendable (Result<ApprovalRequest, ApprovalError>) -> Void
  ) {
    if let token {
      guard let parsed = ApprovalToken(token) else { return completion(.failure(.tokenUnknown)) }
      return consume(.token(fingerprint: parsed.fingerprint), for: subject, now: now, completion)
    }
    let (known, isFresh) = book.withLock { book in
      (book.answer(for: subject, denialHold: settings.denialHold, now: now), hasFreshView(book, now: now))
    }
    if let known, known.status(at: now) == .approved {
      return consume(.request(id: known.id), for: subject, now: now, completion)
    }
    guard !isFresh else { return completion(.failure(Self.reason(known, now: now))) }
    let isQueued = worker.enqueue { self.lookAgain(for: subject, now: now, completion) }
    if !isQueued { completion(.failure(.unavailable)) }
  }

  /// Returns when everything that was asked for so far is on the disk. Blocks.
  public func flush() { worker.drain() }

  static func reason(_ request: ApprovalRequest?, now: Timestamp) -> ApprovalError {
    switch request?.status(at: now) {
    case .pending: .pending
    case .denied: .denied
    case .approved, .consumed, .expired, nil: .notFound
    }
  }

  private func hasFreshView(_ book: ApprovalBook, now: Timestamp) -> Bool {
    guard let viewedAt = book.viewedAt else { return false }
    let age = now.since(viewedAt)
    return age >= .zero && age < settings.viewAgeMax
  }
}
