import Basics

/// The part of a session store that is under one lock: some of the principals, with all their sessions.
struct SessionShard: Sendable {
  private(set) var principals: [String: PrincipalSessions] = [:]
  private let principalsMax: Int
  /// Named sessions that may still be made.
  private(set) var room: Int

  init(principalsMax: Int, sessionsMax: Int) {
    self.principalsMax = principalsMax
    room = sessionsMax
  }

  mutating func admit(
    _ event: SessionEvent, in key: SessionKey, limits: SessionLimits, now: Timestamp
  ) -> SessionVerdict {
    if principals[key.principal] == nil { makeRoom(limits: limits, now: now) }
    return principals[key.principal, default: PrincipalSessions(startingAt: now)]
      .admit(event, in: key.session, limits: limits, room: &room, now: now)
  }

  mutating func end(_ session: String, of principal: String, now: Timestamp) {
    principals[principal]?.end(session, room: &room, now: now)
  }

  mutating func removeExpired(limits: SessionLimits, now: Timestamp) {
    for (name, sessions) in principals where sessions.isExpired(limits: limits, now: now) { forget(name) }
    for name in principals.keys { principals[name]?.removeExpired(limits: limits, room: &room, now: now) }
  }

  /// Principals whose sessions have all expired are forgotten first, then the one whose highest score is
  /// lowest.
  private mutating func makeRoom(limits: SessionLimits, now: Timestamp) {
    guard principals.count >= principalsMax else { return }
    removeExpired(limits: limits, now: now)
    guard principals.count >= principalsMax else { return }
    let least = principals.min { left, right in
      let scores = (left.value.highestScore(now: now), right.value.highestScore(now: now))
      return scores.0 == scores.1 ? left.value.lastSeenAt < right.value.lastSeenAt : scores.0 < scores.1
    }
    if let least { forget(least.key) }
  }

  private mutating func forget(_ principal: String) {
    room += principals.removeValue(forKey: principal)?.count ?? 0
  }
}
