import Basics
import Detection
import MCP
import Telemetry

/// Takes out of a greeting the instructions, and out of lists the prompts, resources and templates, in which there is an
/// attack on the model. Tools are reviewed when they arrive; see ``ToolReview``.
struct PoisonFilter: AnswerLayer {
  let engine: DetectionEngine
  let limits: JSONLimits

  func review(_ message: inout ServerMessage, for call: Call, on loop: LoopState) throws(Denial) {
    guard message.envelope.kind == .response else { return }
    switch call.envelope?.method {
    case .initialize, .serverDiscover: try filterGreeting(&message, call, loop)
    case .promptsList, .resourcesList, .resourceTemplatesList: try filterList(&message, call, loop)
    default: return
    }
  }

  private func filterGreeting(_ message: inout ServerMessage, _ call: Call, _ loop: LoopState) throws(Denial) {
    let document = message.document
    guard let result = message.envelope.result, let node = document.member(named: "instructions", of: result),
      isPoisoned(document, node, loop)
    else { return }
    loop.runtime.recordPoison("instructions", call)
    let withheld = JSONValue.string("The server's instructions were withheld by the gateway.").serialized()
    try message.replace(
      with: MessageEdits.replacing([(document.range(at: node), withheld)], in: document.bytes), limits: limits)
  }

  private func filterList(_ message: inout ServerMessage, _ call: Call, _ loop: LoopState) throws(Denial) {
    guard let method = call.envelope?.method, let list = ListResult(message.envelope, to: method) else { return }
    let poisoned = list.items.indices.filter { isPoisoned(list.document, list.items[$0].node, loop) }
    guard !poisoned.isEmpty else { return }
    for index in poisoned { loop.runtime.recordPoison(list.items[index].name ?? "", call) }
    try message.replace(with: list.removing(Set(poisoned), era: call.era), limits: limits)
  }

  private func isPoisoned(_ document: JSONDocument, _ node: Int, _ loop: LoopState) -> Bool {
    engine.scan(document, subtree: node, scratch: loop.scan).contains { $0.category == .injection }
  }
}
