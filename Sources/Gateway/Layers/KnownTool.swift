import Basics
import NIOCore
import Registry

/// Layer 5: only registered tools are called, and only while they are what was registered.
struct KnownTool: Layer {
  let name = LayerName.toolRegistry
  let registry: ToolRegistry
  let servers: ServerTable
  let catalogue: ToolCatalogue

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    guard let server = servers.server(for: call.request.route, tool: nil) else {
      return .refuse(Denial(.routeUnknown, "No server of this name is configured."))
    }
    call.server = server
    guard call.isToolCall, let name = call.subject else { return .skip }
    guard let tool = registry.tool(named: name),
      let server = servers.server(for: call.request.route, tool: tool)
    else {
      return .refuse(
        Denial(.toolUnknown, "The tool is not in the registry.", details: ["tool": .string(name)]))
    }
    call.tool = tool
    call.server = server
    return verify(tool, on: server, call, loop)
  }

  /// Compares the registered definition with what the server says now.
  private func verify(_ tool: ToolEntry, on server: Server, _ call: Call, _ loop: LoopState) -> Verdict {
    switch catalogue.verdict(tool, on: server, now: call.receivedAt, loop) {
    case .known(let verdict): return Self.verdict(verdict, tool)
    case .unknown(let future):
      return .later(
        future.map { verdict in { @Sendable _ in Self.verdict(verdict, tool) } })
    }
  }

  private static func verdict(_ verdict: ToolCatalogue.Standing, _ tool: ToolEntry) -> Verdict {
    switch verdict {
    case .asRegistered: return .proceed
    case .changed(let what):
      return .refuse(
        Denial(
          .toolChanged, "The server now describes this tool differently than it was registered.",
          details: ["tool": .string(tool.name), "changed": .array(what.map { .string($0) })]))
    case .missing:
      return .refuse(
        Denial(.toolChanged, "The server no longer offers this tool.", details: ["tool": .string(tool.name)]))
    case .unavailable:
      return .refuse(
        Denial(
          .toolUnverified, "The server could not be asked whether this tool is unchanged.",
          details: ["tool": .string(tool.name)], retryAfterSeconds: 1))
    }
  }
}
