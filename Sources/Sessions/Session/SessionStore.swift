public import Basics

/// All sessions of this gateway, in bounded memory.
///
/// Principals are split over locks; no call waits for anything but a short critical section of another call of
/// the same shard. When the bound on principals is reached, those whose sessions have all expired are forgotten
/// first, then the one whose highest score is lowest, so that nobody can wash away a bad history by filling the
/// store.
public final class SessionStore: Sendable {
  private let shards: Shards<[String: PrincipalSessions]>
  private let limits: SessionLimits
  private let principalsPerShardMax: Int

  static let shardCount = 16

  public init(limits: SessionLimits = SessionLimits()) {
    self.limits = limits
    shards = Shards(count: Self.shardCount) { [:] }
    principalsPerShardMax = max(1, limits.principalsMax / Self.shardCount)
  }

  /// Weighs one event in the session `key`, which begins with it if need be.
  ///
  /// - Complexity: O(1); O(principals of one shard) when the store is full and a new principal arrives.
  public func admit(_ event: SessionEvent, in key: SessionKey, now: Timestamp) -> SessionVerdict {
    shards.withShard(of: key.principal) { principals in
      if principals[key.principal] == nil { makeRoom(in: &principals, now: now) }
      return principals[key.principal, default: PrincipalSessions(startingAt: now)]
        .admit(event, in: key.session, limits: limits, now: now)
    }
  }

  /// What is known of the session `key`; nil if nothing has happened in it, or only too long ago.
  public func summary(of key: SessionKey, now: Timestamp) -> SessionSummary? {
    shards.withShard(of: key.principal) { principals in
      principals[key.principal]?.state(of: key.session, limits: limits, now: now)
        .map { SessionSummary(key, $0, now: now) }
    }
  }

  /// Every session that has not expired, the riskiest first.
  public func summaries(now: Timestamp) -> [SessionSummary] {
    var all: [SessionSummary] = []
    shards.forEach { principals in
      for (principal, sessions) in principals {
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
    shards.withShard(of: key.principal) { $0[key.principal]?.end(session, now: now) }
  }

  /// Forgets what has expired. Called now and then so that idle sessions cost no memory.
  public func sweep(now: Timestamp) {
    shards.forEach { principals in
      principals = principals.filter { !$0.value.isExpired(limits: limits, now: now) }
      for name in principals.keys { principals[name]?.removeExpired(limits: limits, now: now) }
    }
  }

  private func makeRoom(in principals: inout [String: PrincipalSessions], now: Timestamp) {
    guard principals.count >= principalsPerShardMax else { return }
    principals = principals.filter { !$0.value.isExpired(limits: limits, now: now) }
    guard principals.count >= principalsPerShardMax else { return }
    let least = principals.min {
      ($0.value.highestScore(now: now), $0.value.lastSeenAt) < ($1.value.highestScore(now: now), $1.value.lastSeenAt)
    }
    if let least { principals[least.key] = nil }
  }
}
