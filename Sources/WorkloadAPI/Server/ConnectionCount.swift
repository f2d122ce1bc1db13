import Synchronization

/// Counts connections by user, so that one user cannot take the places of all.
final class ConnectionCount: Sendable {
  private let counts = Mutex<[UInt32: Int]>([:])

  /// Takes a place, if there is one; it must be given back.
  func enter(_ user: UInt32) -> Bool {
    counts.withLock { counts in
      let own = counts[user] ?? 0
      let all = counts.values.reduce(0, +)
      guard own < WorkloadLimits.connectionsPerUserMax, all < WorkloadLimits.connectionsMax else { return false }
      counts[user] = own + 1
      return true
    }
  }

  func leave(_ user: UInt32) {
    counts.withLock { counts in
      guard let own = counts[user], own > 1 else { return counts[user] = nil }
      counts[user] = own - 1
    }
  }
}
