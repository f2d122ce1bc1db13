import Basics
import MCP
import Registry
import SPIFFE
import Identity

/// Closes the `requestState` of a modern result and notes the tasks that calls start; see ``StateSeal`` and
/// ``TaskTable``.
struct StateClosing: AnswerLayer {
  let limits: JSONLimits

  func review(_ message: inout ServerMessage, for call: Call, on loop: LoopState) throws(Denial) {
    let envelope = message.envelope
    guard let result = envelope.result, let principal = call.principal, let server = call.server else { return }
    let document = envelope.document
    noteTask(of: result, in: document, call, principal.id.text, server, loop)
    guard call.era == .modern, let node = document.member(named: "requestState", of: result) else { return }
    guard document.kind(at: node) == .string, let binding = call.stateBinding,
      let text = loop.runtime.seal.close(document.utf8(at: node), for: binding, now: call.receivedAt)
    else { throw UpstreamFailure.invalid.denial }
    let range = document.range(at: node)
    let quoted = JSONValue.string(text).serialized()
    try message.replace(
      with: Array(document.bytes[..<range.lowerBound]) + quoted + document.bytes[range.upperBound...], limits: limits)
  }

  private func noteTask(
    of result: Int, in document: JSONDocument, _ call: Call, _ owner: String, _ server: Server, _ loop: LoopState
  ) {
    switch call.envelope?.method?.effect {
    case .task, .list, .handshake: return
    default: break
    }
    // 2025-11-25 wraps the task, the extension of 2026-07-28 lays it flat.
    let holder = document.member(named: "task", of: result) ?? (call.era == .modern ? result : nil)
    guard let holder, let id = document.member(named: "taskId", of: holder).flatMap({ document.string(at: $0) }) else {
      return
    }
    loop.runtime.tasks.start(id, at: server.name, owner: owner, tool: call.tool?.name, now: call.receivedAt)
  }
}
