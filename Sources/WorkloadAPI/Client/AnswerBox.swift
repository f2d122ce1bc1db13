import Synchronization

/// Keeps the answer of a call that has one.
final class AnswerBox: Sendable {
  private let value = Mutex<[UInt8]?>(nil)

  func put(_ answer: [UInt8]) { value.withLock { $0 = answer } }

  var last: [UInt8]? { value.withLock { $0 } }
}
