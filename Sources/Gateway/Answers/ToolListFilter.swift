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
  let visibility: ToolVisibility
  let limits: JSONLimits

  func review(_ message: inout ServerMessage, for call: Call, on loop: LoopState) throws(Denial) {
    guard message.envelope.kind == .response else { return }
    // A list may also arrive where it was not asked for: on a stream that is resumed, or under an id that was used
    // twice. It is known by what it holds.
    guard let list = ListResult(message.envelope, to: .toolsList) else {
      if call.envelope?.method == .toolsList { throw UpstreamFailure.invalid.denial }
      return
    }
    var withheld: Set<Int> = []
    for (index, item) in list.items.enumerated() {
      switch standing(list.document.value(at: item.node), call, loop) {
      case .shown: continue
      case .hidden: withheld.insert(index)
      case .drifted(let name, let why):
        withheld.insert(index)
        loop.runtime.recordDrift(name, why, call)
        // The next call is held against what the server says now, not against an older listing.
        if let server = call.server { loop.runtime.catalogue.expire(server.name) }
      }
    }
    guard !withheld.isEmpty || call.era == .modern else { return }
    try message.replace(with: list.removing(withheld, era: call.era), limits: limits)
  }

  private enum Standing {
    case shown
    /// Policy does not let this caller call it.
    case hidden
    case drifted(name: String, String)
  }

  private func standing(_ value: JSONValue, _ call: Call, _ loop: LoopState) -> Standing {
    guard let definition = ToolDefinition(value) else { return .drifted(name: value["name"]?.stringValue ?? "", "malformed") }
    // Lists that servers make use their own names.
    guard let server = call.server, let entry = registry.tool(named: definition.name, at: server.name) else {
      return .drifted(name: definition.name, "unregistered")
    }
    // Clients drop a tool whose marks are wrong; one that did not would send headers that nobody checks.
    guard ParameterHeaders(schema: definition.inputSchema) != nil else {
      return .drifted(name: definition.name, "malformed")
    }
    guard case .matches = loop.runtime.review.history.verdict(of: entry, definition) else {
      return .drifted(name: definition.name, "changed")
    }
    return visibility.maySee(entry, call, on: loop) ? .shown : .hidden
  }
}
