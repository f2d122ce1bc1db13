import Basics
import Identity
import MCP
import Policy
import Rego

/// Layer 6: the Rego policies say whether this caller may send this message. Undefined and errors mean no.
struct PolicyLayer: Layer {
  let name = LayerName.opaPolicy
  let policy: DecisionPoint
  let visibility: ToolVisibility

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    guard let question = PolicyQuestion(call, needs: policy.needs, on: loop) else {
      return .refuse(CallerIdentity.denial(.required))
    }
    let decision = policy.decide(question, in: loop.rego)
    call.policy = decision
    if decision.isAllowed { return .proceed }
    // A caller that may call some tool may ask for the list, and sees that tool in it.
    if call.envelope?.method == .toolsList, visibility.maySeeAny(call, on: loop) { return .proceed }
    if let fault = decision.fault {
      return .refuse(
        Denial(.policyUnavailable, "The policy could not be evaluated.", details: ["reason": .string(fault.code)]))
    }
    return .refuse(
      Denial(.policyDenied, message(call), details: decision.reason.map { ["reason": .string($0)] } ?? [:]))
  }

  private func message(_ call: Call) -> String {
    if let tool = call.subject, call.isToolCall { return "No policy allows this caller to call \"\(tool)\"." }
    return "No policy allows this caller to send \"\(call.methodName)\"."
  }
}
