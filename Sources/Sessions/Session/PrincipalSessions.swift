import Basics

/// The sessions of one principal. The default session is always there; it also takes the sessions beyond the
/// bound, so that a caller who opens many of them gathers risk in one place and never loses any.
///
/// A new session begins with half the highest score of the others, and one that its client ends leaves its score
/// to the default session: suspicion belongs to the identity, and a new session does not clear it.
struct PrincipalSessions: Sendable {
  private var standard: SessionState
  private var named: [String: SessionState] = [:]
  private(set) var lastSeenAt: Timestamp

  init(startingAt now: Timestamp) {
    standard = SessionState(startingAt: now)
    lastSeenAt = now
  }

  mutating func admit(
    _ event: SessionEvent, in session: String?, limits: SessionLimits, now: Timestamp
  ) -> SessionVerdict {
    lastSeenAt = max(lastSeenAt, now)
    guard let name = session, makeRoom(for: name, limits: limits, now: now) else {
      renewIfExpired(&standard, limits: limits, now: now)
      return standard.admit(event, now: now)
    }
    var state = named[name] ?? SessionState(startingAt: now, inheritedScore: highestScore(now: now) / 2)
    renewIfExpired(&state, limits: limits, now: now)
    let verdict = state.admit(event, now: now)
    named[name] = state
    return verdict
  }

  /// The state that calls of `session` are weighed in, if it has not expired.
  func state(of session: String?, limits: SessionLimits, now: Timestamp) -> SessionState? {
    let isCollapsed = session.map { named[$0] == nil && named.count >= limits.sessionsPerPrincipalMax } ?? true
    let state = isCollapsed ? standard : session.flatMap { named[$0] }
    return state.flatMap { Self.isExpired($0, limits: limits, now: now) ? nil : $0 }
  }

  /// Every session that has not expired, the default one under nil.
  func live(limits: SessionLimits, now: Timestamp) -> [(String?, SessionState)] {
    let all: [(String?, SessionState)] = [(nil, standard)] + named.map { ($0.key, $0.value) }
    return all.filter { !Self.isExpired($0.1, limits: limits, now: now) }
  }

  /// Ends one named session. The default session cannot be ended by a caller.
  mutating func end(_ session: String, now: Timestamp) {
    guard let state = named.removeValue(forKey: session) else { return }
    standard.inherit(score: state.riskScore(at: now), now: now)
  }

  mutating func removeExpired(limits: SessionLimits, now: Timestamp) {
    named = named.filter { !Self.isExpired($0.value, limits: limits, now: now) }
  }

  /// The highest score of any session: what forgetting this principal would forgive.
  func highestScore(now: Timestamp) -> Int {
    named.values.reduce(standard.riskScore(at: now)) { max($0, $1.riskScore(at: now)) }
  }

  func isExpired(limits: SessionLimits, now: Timestamp) -> Bool {
    now.since(lastSeenAt) >= limits.idleExpiry
  }

  private mutating func makeRoom(for name: String, limits: SessionLimits, now: Timestamp) -> Bool {
    if named[name] != nil || named.count < limits.sessionsPerPrincipalMax { return true }
    removeExpired(limits: limits, now: now)
    return named.count < limits.sessionsPerPrincipalMax
  }

  private func renewIfExpired(_ state: inout SessionState, limits: SessionLimits, now: Timestamp) {
    if Self.isExpired(state, limits: limits, now: now) { state = SessionState(startingAt: now) }
  }

  private static func isExpired(_ state: SessionState, limits: SessionLimits, now: Timestamp) -> Bool {
    now.since(state.lastSeenAt) >= limits.idleExpiry
  }
}
