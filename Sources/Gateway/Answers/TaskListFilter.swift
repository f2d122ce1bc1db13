import Basics
import Identity
import MCP
import SPIFFE

/// Shows each caller its own tasks: what others have started does not exist for it.
///
/// - Source: MCP 2025-11-25, Tasks, `tasks/list`.
struct TaskListFilter: AnswerLayer {
  let limits: JSONLimits

  func review(_ message: inout ServerMessage, for call: Call, on loop: LoopState) throws(Denial) {
    guard message.envelope.kind == .response, call.envelope?.method == .tasksList || call.request.verb == .get else {
      return
    }
    guard let list = ListResult(message.envelope, to: .tasksList) else {
      if call.envelope?.method == .tasksList { throw UpstreamFailure.invalid.denial }
      return
    }
    guard let owner = call.principal?.id.text, let server = call.server else { return }
    let others = list.items.indices.filter { index in
      guard let id = list.items[index].name else { return true }
      return loop.runtime.tasks.find(id, at: server.name, owner: owner, now: call.receivedAt) == nil
    }
    guard !others.isEmpty else { return }
    try message.replace(with: list.removing(Set(others), era: call.era), limits: limits)
  }
}
