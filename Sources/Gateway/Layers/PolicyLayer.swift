import Basics
import Identity
import MCP
import NIOCore
import Policy
import Registry
import Rego

/// Layer 6: the policies, here or at another decision point, say whether this caller may send this message. Undefined
/// and errors mean no.
struct PolicyLayer: Layer {
  let name = LayerName.opaPolicy
  let policy: DecisionPoint
  /// Who decides instead, because it takes I/O; nil if nobody does.
  var elsewhere: (any DecisionSource)?
  let visibility: ToolVisibility
  /// Nil if decisions are not logged.
  var log: DecisionLogging?

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    let needs: InputNeeds = elsewhere == nil && log == nil ? policy.needs : .all
    guard let question = PolicyQuestion(call, needs: needs, on: loop) else {
      return .refuse(CallerIdentity.denial(.required))
    }
    narrow(call, question, on: loop)
    if let elsewhere { return ask(elsewhere, question, isList: call.envelope?.method == .toolsList, on: loop) }
    let start = log == nil ? 0 : MonotonicTime.now()
    let decision = policy.decide(question, in: loop.rego)
    log?.record(question, decision, call, since: start, on: loop)
    call.policy = decision
    // A caller that may call some tool may ask for the list, and sees that tool in it.
    if !decision.isAllowed, call.envelope?.method == .toolsList, visibility.maySeeAny(call, on: loop) {
      return .proceed
    }
    return Self.verdict(decision, call)
  }

  private func ask(
    _ source: any DecisionSource, _ question: PolicyQuestion, isList: Bool, on loop: LoopState
  ) -> Verdict {
    let answer =
      isList
      ? source.decide(question, tools: visibility.questions(from: question), on: loop)
      : source.decide(question, on: loop)
    let start = MonotonicTime.now()
    let (log, bound) = (log, NIOLoopBound(loop, eventLoop: loop.eventLoop))
    return .later(
      answer.map { decision in
        { @Sendable call in
          log?.record(question, decision, call, since: start, on: bound.value)
          call.policy = decision
          if decision.visibleTools?.isEmpty == false { return .proceed }
          return Self.verdict(decision, call)
        }
      })
  }

  private static func verdict(_ decision: PolicyDecision, _ call: Call) -> Verdict {
    if decision.isAllowed { return .proceed }
    if let fault = decision.fault {
      return .refuse(
        Denial(.policyUnavailable, "The policy could not be evaluated.", details: ["reason": .string(fault.code)]))
    }
    return .refuse(
      Denial(.policyDenied, message(call), details: decision.reason.map { ["reason": .string($0)] } ?? [:]))
  }

  private static func message(_ call: Call) -> String {
    if let tool = call.subject, call.isToolCall { return "No policy allows this caller to call \"\(tool)\"." }
    return "No policy allows this caller to send \"\(call.methodName)\"."
  }
}
