import NIOCore
import Policy

/// Who decides in the place of the policies on the event loop, because it takes I/O: another OPA, or policies that ask the
/// network.
protocol DecisionSource: Sendable {
  /// Decides about one call.
  func decide(_ question: PolicyQuestion, on loop: LoopState) -> EventLoopFuture<PolicyDecision>

  /// Decides about a list of tools: whether it may be asked for, and which of `tools` may be called
  /// (``PolicyDecision/visibleTools``).
  func decide(
    _ question: PolicyQuestion, tools: [PolicyQuestion], on loop: LoopState
  ) -> EventLoopFuture<PolicyDecision>
}
