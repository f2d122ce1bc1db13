import Basics

/// The requests that still answer calls, in memory: a view of the ledger that costs no disk.
struct ApprovalBook: Sendable {
  private var requests: [String: ApprovalRequest] = [:]
  private var latestBySubject: [ApprovalSubject: String] = [:]
  /// Requests that the ledger has not confirmed yet; a reload keeps them.
  private var unwritten: Set<String> = []
  /// When the ledger was last looked at, and what marked its state then.
  var viewedAt: Timestamp?
  var marker: Int64?

  /// The latest request for `subject` that still answers at `now`.
  func answer(for subject: ApprovalSubject, denialHold: Duration, now: Timestamp) -> ApprovalRequest? {
    guard let request = latestBySubject[subject].flatMap({ requests[$0] }) else { return nil }
    switch request.status(at: now) {
    case .pending, .approved: return request
    case .denied: return now.since(request.decision?.at ?? request.createdAt) < denialHold ? request : nil
    case .consumed, .expired: return nil
    }
  }

  /// Requests that wait at `now`: of `principal`, and of all.
  func pendingCount(of principal: String, now: Timestamp) -> (own: Int, all: Int) {
    var count = (own: 0, all: 0)
    for request in requests.values where request.status(at: now) == .pending {
      count.all += 1
      if request.subject.principal == principal { count.own += 1 }
    }
    return count
  }

  /// Forgets what answers nothing any more.
  mutating func removeEnded(denialHold: Duration, now: Timestamp) {
    for request in requests.values {
      if answer(for: request.subject, denialHold: denialHold, now: now) == nil { remove(request.id) }
    }
  }

  /// The number of requests held.
  var count: Int { requests.count }

  /// Adds a request, or replaces it by what became of it.
  mutating func put(_ request: ApprovalRequest, isWritten: Bool) {
    requests[request.id] = request
    latestBySubject[request.subject] = request.id
    if isWritten { unwritten.remove(request.id) } else { unwritten.insert(request.id) }
  }

  /// The ledger holds the request now.
  mutating func confirm(_ id: String) { unwritten.remove(id) }

  mutating func remove(_ id: String) {
    unwritten.remove(id)
    guard let request = requests.removeValue(forKey: id) else { return }
    if latestBySubject[request.subject] == id { latestBySubject[request.subject] = nil }
  }

  /// Takes the ledger's view, oldest request first.
  mutating func replace(with ledger: [ApprovalRequest], marker: Int64, now: Timestamp) {
    let waiting = unwritten.compactMap { requests[$0] }
    requests = [:]
    latestBySubject = [:]
    for request in ledger + waiting {
      requests[request.id] = request
      // Two processes may have asked for the same call; the answer that was given counts.
      let other = latestBySubject[request.subject].flatMap { requests[$0] }
      if other?.status(at: now) != .approved { latestBySubject[request.subject] = request.id }
    }
    self.marker = marker
    viewedAt = now
  }
}
