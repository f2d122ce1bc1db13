import NIOPosix
import Synchronization

/// The threads on which policies wait for the network; there are none until they are needed.
final class PolicyThreads: Sendable {
  private let threads = NIOThreadPool(numberOfThreads: NetworkedDecisionPoint.threadCount)
  private let isStarted = Atomic<Bool>(false)

  var pool: NIOThreadPool {
    if !isStarted.exchange(true, ordering: .acquiringAndReleasing) { threads.start() }
    return threads
  }

  func close() async {
    if isStarted.load(ordering: .acquiring) { try? await threads.shutdownGracefully() }
  }
}
