import Basics
import MCP
import Policy
import Registry

/// Which tools a caller is shown: those that policy would let it call without arguments.
struct ToolVisibility: Sendable {
  let policy: DecisionPoint
  let registry: ToolRegistry
  /// Whether another program decides: then the names are asked for with the call, and nothing is decided here.
  var isRemote = false

  func maySee(_ tool: ToolEntry, _ call: Call, on loop: LoopState) -> Bool {
    guard !isRemote else { return call.policy?.visibleTools?.contains(tool.name) == true }
    guard var question = PolicyQuestion(call, needs: policy.needs, on: loop) else { return false }
    question.method = Method.toolsCall.name
    question.toolName = tool.name
    question.toolInfo = tool.policyView
    question.arguments = .value(.object([:]))
    return policy.decide(question, in: loop.rego).isAllowed
  }

  /// The questions about each tool, of whoever asks `question`.
  func questions(from question: PolicyQuestion) -> [PolicyQuestion] {
    registry.entries.map { tool in
      var question = question
      question.method = Method.toolsCall.name
      question.toolName = tool.name
      question.toolInfo = tool.policyView
      question.arguments = .value(.object([:]))
      return question
    }
  }

  func maySeeAny(_ call: Call, on loop: LoopState) -> Bool {
    registry.entries.contains { maySee($0, call, on: loop) }
  }
}
