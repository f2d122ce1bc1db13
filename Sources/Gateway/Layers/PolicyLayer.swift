import Basics
import MCP
import Policy
import Rego

/// Layer 6: the Rego policies say whether this caller may send this message. Undefined and errors mean no.
struct PolicyLayer: Layer {
  let name = LayerName.opaPolicy
  let policy: DecisionPoint
  let tools: [String]

  func admit(_ call: inout Call, on loop: LoopState) -> Verdict {
    let question = PolicyQuestion(call, now: call.receivedAt, score: loop.runtime.riskScore(of: call))
    let decision = policy.decide(question, in: loop.rego)
    call.policy = decision
    if decision.isAllowed { return .proceed }
    if call.envelope?.method == .toolsList, mayCallAny(call, on: loop) { return .proceed }
    if let fault = decision.fault {
      return .refuse(
        Denial(.policyUnavailable, "The policy could not be evaluated.", details: ["reason": .string(fault.code)]))
    }
    return .refuse(Denial(.policyDenied, message(call), details: Self.details(decision)))
  }

  /// A caller that may call some tool may see that tool in the list.
  private func mayCallAny(_ call: Call, on loop: LoopState) -> Bool {
    tools.contains { name in
      var question = PolicyQuestion(call, now: call.receivedAt, score: 0)
      question.method = Method.toolsCall.name
      question.toolName = name
      return policy.decide(question, in: loop.rego).isAllowed
    }
  }

  private func message(_ call: Call) -> String {
    if let tool = call.subject, call.isToolCall { return "No policy allows this caller to call \"\(tool)\"." }
    return "No policy allows this caller to send \"\(call.methodName)\"."
  }

  private static func details(_ decision: PolicyDecision) -> JSONObject {
    decision.reason.map { ["reason": .string($0)] } ?? [:]
  }
}
