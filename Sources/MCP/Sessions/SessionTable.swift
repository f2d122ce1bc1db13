public import Basics
import Synchronization

/// The legacy sessions that are open, each bound to the principal that opened it.
///
/// Bounded in all and for each principal. Modern requests have no session and never come here.
public final class SessionTable: Sendable {
  private struct State {
    var sessions: [SessionIdentifier: MCPSession] = [:]
    var countByOwner: [String: Int] = [:]
  }

  private let limits: SessionLimits
  private let state = Mutex(State())

  public init(limits: SessionLimits = SessionLimits()) { self.limits = limits }

  public var count: Int { state.withLock { $0.sessions.count } }

  /// Opens a session; called only for the answer to a successful `initialize`.
  ///
  /// - Throws: `session_too_many` when the table is full, or this principal's part of it.
  public func open(
    owner: String, version: ProtocolVersion, upstream: String, upstreamID: SessionIdentifier?, now: Timestamp
  ) throws(SessionError) -> MCPSession {
    let session = MCPSession(
      id: .minted(), owner: owner, version: version, upstream: upstream, upstreamID: upstreamID,
      requestsMax: limits.requestsMax, now: now)
    let isOpened = state.withLock { state in
      guard state.sessions.count < limits.sessionsMax else { return false }
      guard state.countByOwner[owner, default: 0] < limits.sessionsPerOwnerMax else { return false }
      state.sessions[session.id] = session
      state.countByOwner[owner, default: 0] += 1
      return true
    }
    guard isOpened else { throw .tooMany }
    return session
  }

  /// The session that a request names, if it is this principal's; counts as use of it.
  ///
  /// - Throws: `session_not_found`, whether there is none or it is another's.
  public func session(
    _ id: SessionIdentifier, owner: String, now: Timestamp
  ) throws(SessionError) -> MCPSession {
    try update(id, owner: owner, now: now) { session in session }
  }

  /// Changes a session under the table's lock; `change` must be short.
  ///
  /// - Throws: `session_not_found`, or what `change` throws; then the session is as it was.
  public func update<Result: Sendable>(
    _ id: SessionIdentifier, owner: String, now: Timestamp,
    _ change: (inout MCPSession) throws(SessionError) -> Result
  ) throws(SessionError) -> Result {
    try state.withLock { state throws(SessionError) -> Result in
      guard var session = state.sessions[id], session.owner == owner, !isIdle(session, now) else {
        throw .notFound
      }
      let result = try change(&session)
      session.lastUsed = max(session.lastUsed, now)
      state.sessions[id] = session
      return result
    }
  }

  /// Ends a session: the client's DELETE, or the upstream's word that it knows it no more.
  ///
  /// - Returns: The session as it was, so that the upstream can be told; nil if this principal has none such.
  @discardableResult
  public func end(_ id: SessionIdentifier, owner: String) -> MCPSession? {
    state.withLock { state in
      guard state.sessions[id]?.owner == owner else { return nil }
      return Self.remove(id, from: &state)
    }
  }

  /// Ends every session that was idle for too long and has neither open requests nor an open stream.
  ///
  /// - Returns: The ended sessions.
  /// - Complexity: O(sessions); for a timer.
  public func expire(now: Timestamp) -> [MCPSession] {
    state.withLock { state in
      let idle = state.sessions.values.filter { isIdle($0, now) }.map(\.id)
      return idle.compactMap { Self.remove($0, from: &state) }
    }
  }

  private func isIdle(_ session: MCPSession, _ now: Timestamp) -> Bool {
    guard session.openRequests == 0, !session.hasStandaloneStream else { return false }
    return now.since(session.lastUsed) > limits.idleMax
  }

  private static func remove(_ id: SessionIdentifier, from state: inout State) -> MCPSession? {
    guard var session = state.sessions.removeValue(forKey: id) else { return nil }
    let left = state.countByOwner[session.owner, default: 1] - 1
    state.countByOwner[session.owner] = left > 0 ? left : nil
    session.phase = .ended
    return session
  }
}
