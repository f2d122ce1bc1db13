import Audit
import Synchronization

/// Collects what a log tells its observers, and lets a test wait for it.
final class Watch: Sendable {
  private let seen = Mutex<[AuditProgress]>([])

  init(_ log: AuditLog) {
    log.addObserver { progress in self.seen.withLock { $0.append(progress) } }
  }

  var progress: [AuditProgress] { seen.withLock { $0 } }

  /// Waits for a condition, at most ten seconds.
  func wait(until isMet: ([AuditProgress]) -> Bool) async throws {
    for _ in 0..<5_000 {
      if isMet(progress) { return }
      try await Task.sleep(for: .milliseconds(2))
    }
    throw Late()
  }

  func wait(untilDurable sequence: UInt64) async throws {
    try await wait { $0.contains { $0.durableThrough >= sequence } }
  }

  struct Late: Error {}
}
