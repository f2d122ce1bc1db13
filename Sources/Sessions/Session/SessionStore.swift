public import Basics

/// All sessions of this gateway, in bounded memory.
///
/// Principals are split over locks; no call waits for anything but a short critical section of another call
/// of the same shard. Whatever the bounds, nobody can wash away a bad history by filling the store: see
/// ``SessionLimits``.
public final class SessionStore: Sendable {
  private let shards: Shards<SessionShard>
  private let limits: SessionLimits

  static let shardCount = 16

  public init(limits: SessionLimits = SessionLimits()) {
    self.limits = limits
    shards = Shards(count: Self.shardCount) {
      SessionShard(
        principalsMax: max(1, limits.principalsMax / Self.shardCount),
        sessionsMax: max(1, limits.sessionsMax / Self.shardCount))
    }
  }

  /// Weighs one event in the session `key`, which begins with it if need be.
  ///
  /// - Complexity: O(1); O(principals of one shard) when the store is full and a new principal arrives, and
  ///   O(sessions of the principal) when a new session begins.
  public func admit(_ event: SessionEvent, in key: SessionKey, now: Timestamp) -> SessionVerdict {
    shards.withShard(of: key.principal) { $0.admit(event, in: key, limits: limits, now: now) }
  }

  /// What is known of the session `key`; nil if nothing has happened in it, or only too long ago.
  public func summary(of key: SessionKey, now: Timestamp) -> SessionSummary? {
    shards.withShard(of: key.principal) { shard in
      shard.principals[key.principal]?.state(of: key.session, limits: limits, room: shard.room, now: now)
        .map { SessionSummary(key, $0, now: now) }
    }
  }

  /// Every session that has not expired, the riskiest first.
  public func summaries(now: Timestamp) -> [SessionSummary] {
    var all: [SessionSummary] = []
    shards.forEach { shard in
      for (principal, sessions) in shard.principals {
        for (session, state) in sessions.live(limits: limits, now: now) {
          all.append(SessionSummary(SessionKey(principal: principal, session: session), state, now: now))
        }
      }
    }
    return all.sorted { ($1.riskScore, $0.key.principal) < ($0.riskScore, $1.key.principal) }
  }

  /// Ends the session `key`, because its client closed it. A default session has no end but idleness.
  public func end(_ key: SessionKey, now: Timestamp) {
    guard let session = key.session else { return }
    shards.withShard(of: key.principal) { $0.end(session, of: key.principal, now: now) }
  }

  /// Forgets what has expired. Called now and then so that idle sessions cost no memory.
  public func sweep(now: Timestamp) {
    shards.forEach { $0.removeExpired(limits: limits, now: now) }
  }
}
