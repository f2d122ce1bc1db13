import Synchronization

/// The streams without a call that clients hold open, counted for each caller: nobody takes the places of all.
final class OpenStreams: Sendable {
  /// Streams that one principal may have open: one for each of its sessions.
  static let perPrincipalMax = ClientSessions.perPrincipalMax

  private let counts = Mutex<[String: Int]>([:])

  /// Takes a place; false if there is none.
  func open(_ principal: String) -> Bool {
    counts.withLock { counts in
      guard counts[principal, default: 0] < Self.perPrincipalMax else { return false }
      counts[principal, default: 0] += 1
      return true
    }
  }

  func close(_ principal: String) {
    counts.withLock { counts in
      let left = counts[principal, default: 1] - 1
      counts[principal] = left > 0 ? left : nil
    }
  }
}
