import HTTPTypes
import NIOPosix

/// Where requests are answered: questions on some threads, changes on one of their own, so that no number of slow
/// questions keeps a ban from being written.
final class DecisionPointThreads: Sendable {
  private static let questionThreads = 2

  private let questions = NIOThreadPool(numberOfThreads: questionThreads)
  private let changes = NIOThreadPool(numberOfThreads: 1)

  init() {
    questions.start()
    changes.start()
  }

  func pool(for verb: HTTPRequest.Method) -> NIOThreadPool {
    switch verb {
    case .put, .patch, .delete: changes
    default: questions
    }
  }

  func close() async {
    try? await questions.shutdownGracefully()
    try? await changes.shutdownGracefully()
  }
}
