public import Basics
public import SPIFFE

/// What stands behind a Workload API: decides who a caller is and what it gets.
public protocol WorkloadIssuer: Sendable {
  /// Answers one call with the bytes of its message. May block: it is called on a thread of its own.
  ///
  /// For the methods that stream, it is called again when the answer is to be renewed and whenever something has
  /// changed; an answer that is the same is not sent again.
  func answer(
    _ method: WorkloadMethod, _ request: [UInt8], for caller: CallerProcess
  ) throws(WorkloadError) -> WorkloadAnswer
}

/// An answer, and when it is to be given anew.
public struct WorkloadAnswer: Sendable {
  public let message: [UInt8]
  /// nil: not by itself.
  public let renewal: Timestamp?

  public init(message: [UInt8], renewal: Timestamp? = nil) {
    self.message = message
    self.renewal = renewal
  }
}
