import Basics
import NIOCore
import NIOPosix
import Policy
import Rego
import Settings
import Synchronization

/// Policies that may ask the network, evaluated on threads of their own: an event loop never waits.
final class NetworkedDecisionPoint: DecisionSource {
  /// Threads that all of these share; most of their time they wait.
  static let threadCount = 16

  private let policy: DecisionPoint
  private let settings: HTTPSendSettings
  private let threads: NIOThreadPool
  private let underWay = Atomic<Int>(0)

  init(_ policy: DecisionPoint, _ settings: HTTPSendSettings, threads: NIOThreadPool) {
    self.policy = policy
    self.settings = settings
    self.threads = threads
  }

  func decide(_ question: PolicyQuestion, on loop: LoopState) -> EventLoopFuture<PolicyDecision> {
    let policy = policy
    return run(on: loop) { context in policy.decide(question, in: context) }
  }

  func decide(
    _ question: PolicyQuestion, tools: [PolicyQuestion], on loop: LoopState
  ) -> EventLoopFuture<PolicyDecision> {
    let policy = policy
    return run(on: loop) { context in
      var decision = policy.decide(question, in: context)
      let allowed = tools.filter { policy.decide($0, in: context).isAllowed }
      decision.visibleTools = Set(allowed.compactMap(\.toolName))
      return decision
    }
  }

  private func run(
    on loop: LoopState, _ work: @escaping @Sendable (RegoContext) -> PolicyDecision
  ) -> EventLoopFuture<PolicyDecision> {
    guard underWay.add(1, ordering: .relaxed).newValue <= settings.decisionsMax else {
      underWay.subtract(1, ordering: .relaxed)
      return loop.eventLoop.makeSucceededFuture(
        .unavailable("policy_busy", "Too many decisions wait for the network."))
    }
    let bound = NIOLoopBound(loop, eventLoop: loop.eventLoop)
    let access = RegoNetworkAccess(settings) { work in bound.eventLoop.execute { work(bound.value) } }
    return threads.runIfActive(eventLoop: loop.eventLoop) {
      let context = RegoContext()
      context.network = access
      return work(context)
    }
    .recover { _ in .unavailable("policy_busy", "The gateway is stopping.") }
    .always { _ in self.underWay.subtract(1, ordering: .relaxed) }
  }
}

extension RegoNetworkAccess {
  /// - Parameter onSomeLoop: Runs work on an event loop that the calling thread is not.
  init(
    _ settings: HTTPSendSettings, onSomeLoop: @escaping @Sendable (@escaping @Sendable (LoopState) -> Void) -> Void
  ) {
    self.init(
      transport: PolicyTransport(onSomeLoop: onSomeLoop), hosts: Set(settings.hosts),
      timeoutNanoseconds: UInt64(clamping: settings.timeout.nanosecondsSaturating),
      responseBytesMax: settings.answerBytesMax, callsMax: settings.requestsMax)
  }
}
