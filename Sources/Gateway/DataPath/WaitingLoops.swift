import NIOCore
import Synchronization

/// Which event loops wait for the audit log: a commit wakes those and no others.
final class WaitingLoops: Sendable {
  private let waiting = Mutex<[ObjectIdentifier: any EventLoop]>([:])

  func mark(_ loop: any EventLoop) {
    waiting.withLock { $0[ObjectIdentifier(loop)] = loop }
  }

  /// The loops that waited; they mark themselves again if they still do.
  func take() -> [any EventLoop] {
    waiting.withLock { loops in
      defer { loops.removeAll(keepingCapacity: true) }
      return Array(loops.values)
    }
  }
}
