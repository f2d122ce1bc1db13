import Audit
import Basics
import MCP
import Policy
import Registry

/// Shows each caller the tools that policy lets it call, as long as they are what was registered.
///
/// Filtering is courtesy, not enforcement: every call is checked on its own. Source: MCP 2025-11-25, Tools.
struct ToolListFilter: AnswerLayer {
  let registry: ToolRegistry
  let servers: ServerTable
  let policy: DecisionPoint
  let limits: JSONLimits

  func review(_ message: inout ServerMessage, for call: Call, on loop: LoopState) throws(Denial) {
    guard call.envelope?.method == .toolsList, message.envelope.kind == .response, let result = message.envelope.result
    else { return }
    let document = message.document
    guard let list = document.member(named: "tools", of: result), document.kind(at: list) == .array else { return }
    let tools = document.elements(of: list)
    var withheld: [Int] = []
    for (index, node) in tools.enumerated() {
      switch standing(document.value(at: node), call, loop) {
      case .shown: continue
      case .hidden: withheld.append(index)
      case .drifted(let name, let why):
        withheld.append(index)
        loop.runtime.recordDrift(name, why, call)
      }
    }
    guard !withheld.isEmpty else { return }
    do throws(ToolListError) {
      try message.replace(with: ToolListEditor.removing(withheld, from: document, list: list), limits: limits)
    } catch {
      throw UpstreamFailure.invalid.denial
    }
  }

  private enum Standing {
    case shown
    /// Policy does not let this caller call it.
    case hidden
    case drifted(name: String, String)
  }

  private func standing(_ value: JSONValue, _ call: Call, _ loop: LoopState) -> Standing {
    guard let definition = ToolDefinition(value) else { return .drifted(name: value["name"]?.stringValue ?? "", "malformed") }
    guard let entry = registry.tool(named: definition.name),
      servers.server(for: call.request.route, tool: entry)?.name == call.server?.name
    else { return .drifted(name: definition.name, "unregistered") }
    guard case .matches = compare(entry, definition) else { return .drifted(name: definition.name, "changed") }
    return policy.mayCall(entry, call, on: loop) ? .shown : .hidden
  }
}
