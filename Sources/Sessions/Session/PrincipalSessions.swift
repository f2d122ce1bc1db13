import Basics

/// The sessions of one principal. The default session is always there; it also takes the sessions beyond the
/// bound, so that a caller who opens many of them gathers risk in one place and never loses any.
///
/// A new session begins with half the highest score of the others, and one that its client ends leaves its
/// score to the default session: suspicion belongs to the identity, and a new session does not clear it.
///
/// `room` in the functions below is the number of named sessions that may still be made beside this
/// principal's, in all the store has under one lock; they keep it up to date.
struct PrincipalSessions: Sendable {
  private var standard: SessionState
  private var named: [String: SessionState] = [:]
  private(set) var lastSeenAt: Timestamp
  /// No named session can expire before.
  private var earliestExpiry: Timestamp

  init(startingAt now: Timestamp) {
    standard = SessionState(startingAt: now)
    lastSeenAt = now
    earliestExpiry = now
  }

  /// Named sessions.
  var count: Int { named.count }

  mutating func admit(
    _ event: SessionEvent, in session: String?, limits: SessionLimits, room: inout Int, now: Timestamp
  ) -> SessionVerdict {
    lastSeenAt = max(lastSeenAt, now)
    guard let session else { return standard.admit(event, limits: limits, now: now) }
    if named[session] == nil, makeRoom(limits: limits, room: &room, now: now) {
      room -= 1
      named[session] = SessionState(startingAt: now, inheritedScore: highestScore(now: now) / 2)
    }
    return named[session]?.admit(event, limits: limits, now: now)
      ?? standard.admit(event, limits: limits, now: now)
  }

  /// The state that calls of `session` are weighed in, if it has not expired.
  ///
  /// - Parameter room: As for the other functions: without room, a session that is not there is the default
  ///   one.
  func state(of session: String?, limits: SessionLimits, room: Int, now: Timestamp) -> SessionState? {
    let hasRoom = room > 0 && named.count < limits.sessionsPerPrincipalMax
    let state = session.flatMap { named[$0] } ?? (session == nil || !hasRoom ? standard : nil)
    return state.flatMap { $0.isExpired(limits: limits, now: now) ? nil : $0 }
  }

  /// Every session that has not expired, the default one under nil if anything happened in it.
  func live(limits: SessionLimits, now: Timestamp) -> [(String?, SessionState)] {
    let isUsed = standard.counters != SessionCounters() || standard.riskScore(at: now) > 0
    let all: [(String?, SessionState)] = (isUsed ? [(nil, standard)] : []) + named.map { ($0.key, $0.value) }
    return all.filter { !$0.1.isExpired(limits: limits, now: now) }
  }

  /// Ends one named session. The default session cannot be ended by a caller.
  mutating func end(_ session: String, room: inout Int, now: Timestamp) {
    guard let state = named.removeValue(forKey: session) else { return }
    room += 1
    standard.inherit(score: state.riskScore(at: now), now: now)
  }

  mutating func removeExpired(limits: SessionLimits, room: inout Int, now: Timestamp) {
    guard now >= earliestExpiry else { return }
    let before = named.count
    named = named.filter { !$0.value.isExpired(limits: limits, now: now) }
    room += before - named.count
    let oldest = named.values.map(\.lastSeenAt).min() ?? now
    earliestExpiry = oldest.adding(limits.idleExpiry)
  }

  /// The highest score of any session: what forgetting this principal would forgive.
  func highestScore(now: Timestamp) -> Int {
    named.values.reduce(standard.riskScore(at: now)) { max($0, $1.riskScore(at: now)) }
  }

  func isExpired(limits: SessionLimits, now: Timestamp) -> Bool {
    now.since(lastSeenAt) >= limits.idleExpiry
  }

  private mutating func makeRoom(limits: SessionLimits, room: inout Int, now: Timestamp) -> Bool {
    if named.count >= limits.sessionsPerPrincipalMax || room <= 0 {
      removeExpired(limits: limits, room: &room, now: now)
    }
    return named.count < limits.sessionsPerPrincipalMax && room > 0
  }
}

extension SessionState {
  fileprivate func isExpired(limits: SessionLimits, now: Timestamp) -> Bool {
    now.since(lastSeenAt) >= limits.idleExpiry
  }

  /// Weighs an event in this session, or in its successor if it has expired.
  fileprivate mutating func admit(_ event: SessionEvent, limits: SessionLimits, now: Timestamp)
    -> SessionVerdict
  {
    if isExpired(limits: limits, now: now) { self = SessionState(startingAt: now) }
    return admit(event, now: now)
  }
}
