import Basics
import Identity
import MCP
import NIOCore
import Registry
import SPIFFE

/// Layer 5: only registered tools are called, and only while they are what was registered.
struct KnownTool: Layer {
  let name = LayerName.toolRegistry
  let registry: ToolRegistry
  let servers: ServerTable
  let catalogue: ToolCatalogue
  let visibility: ToolVisibility

  func admit(_ call: Call, on loop: LoopState) -> Verdict {
    if servers.isMerged(call.request.route) { return admitMerged(call, loop) }
    guard let server = servers.server(for: call.request.route, tool: nil) else {
      return .refuse(Denial(.routeUnknown, "No server of this name is configured."))
    }
    call.server = server
    return call.isToolCall ? admitTool(call, loop) : admitOther(call, loop)
  }

  func admitTool(_ call: Call, _ loop: LoopState) -> Verdict {
    guard let name = call.envelope?.name, let tool = servers.tool(named: name, on: call.request.route, in: registry),
      let server = servers.server(for: call.request.route, tool: tool)
    else { return .refuse(unknown(call.envelope?.name ?? "")) }
    call.tool = tool
    call.server = server
    if tool.name != name { call.publishedName = tool.name }
    if tool.ownName != name { call.nameAtServer = tool.ownName }
    if call.isUnderWay, let id = call.envelope?.id { call.session?.place(id, at: server.name) }
    if call.era == .modern, let refusal = headerFault(tool, call) ?? stateFault(call, loop) { return .refuse(refusal) }
    return verify(tool, on: server, call, loop)
  }

  private func unknown(_ name: String) -> Denial {
    let names = registry.names(of: name)
    guard !names.isEmpty else {
      return Denial(.toolUnknown, "The tool is not in the registry.", details: ["tool": .string(name)])
    }
    return Denial(
      .toolUnknown, "Several servers have a tool of this name; call one of them by its own.",
      details: ["tool": .string(name), "names": .array(names.map { .string($0) })])
  }

  // MARK: What is about no tool

  private func admitOther(_ call: Call, _ loop: LoopState) -> Verdict {
    guard let envelope = call.envelope else { return .skip }
    if envelope.isResponse { return admitResponse(envelope, call, loop) }
    if case .task = envelope.method?.subject { return admitTask(call, loop) }
    if call.era == .modern, let refusal = stateFault(call, loop) { return .refuse(refusal) }
    return .skip
  }

  /// A response goes to the server that asked, and only if one did.
  func admitResponse(_ envelope: Envelope, _ call: Call, _ loop: LoopState) -> Verdict {
    guard let id = envelope.id, let question = call.conversation(loop)?.asker(of: id),
      let server = servers.server(named: question.server)
    else {
      return .refuse(
        Denial(
          .invalidJSONRPC, "This answers nothing that a server asked.", details: ["reason": "response_not_awaited"],
          protocolCode: RPCCode.invalidRequest))
    }
    call.server = server
    if !question.id.isEmpty { call.idAtServer = question.id }
    return .proceed
  }

  /// A task belongs to the caller that started it, and its outcome is what the call's would have been.
  private func admitTask(_ call: Call, _ loop: LoopState) -> Verdict {
    guard let id = call.subject, let owner = call.principal?.id.text, let server = call.server else { return .skip }
    // Without an id of its own a status is news of a task that the client itself runs.
    guard call.envelope?.isRequest == true else { return .proceed }
    guard let task = loop.runtime.tasks.find(id, at: server.name, owner: owner, now: call.receivedAt) else {
      return .refuse(
        Denial(.taskUnknown, "This task does not exist or has ended.", protocolCode: RPCCode.invalidParams))
    }
    guard let name = task.tool else { return .proceed }
    guard let tool = registry.tool(named: name), visibility.maySee(tool, call, on: loop) else {
      return .refuse(Denial(.policyDenied, "No policy allows this caller to call \"\(name)\" any more."))
    }
    return .proceed
  }

  // MARK: The modern revision

  /// The headers that repeat arguments agree with them.
  private func headerFault(_ tool: ToolEntry, _ call: Call) -> Denial? {
    let sent = call.request.parameterFields
    guard !sent.isEmpty || tool.parameterHeaders?.parameters.isEmpty == false else { return nil }
    let isReadable = sent.allSatisfy { SentinelText.decoded(Array($0.value.utf8)[...]) != nil }
    guard isReadable, tool.parameterHeaders?.agree(with: sent, call.argumentsValue) ?? true else {
      return Denial(
        .headerMismatch, "A header that repeats an argument does not agree with it.",
        details: ["reason": "header_mismatch", "field": "Mcp-Param-*"], protocolCode: RPCCode.headerMismatch)
    }
    return nil
  }

  /// What the server wanted to be reminded of comes back from the same caller, about the same thing.
  func stateFault(_ call: Call, _ loop: LoopState) -> Denial? {
    guard let envelope = call.envelope, let node = envelope.requestState else { return nil }
    guard envelope.document.kind(at: node) == .string, let binding = call.stateBinding,
      let state = loop.runtime.seal.open(envelope.document.utf8(at: node), for: binding, now: call.receivedAt)
    else {
      return Denial(
        .stateInvalid, "This requestState is not of this call, or too old.", protocolCode: RPCCode.invalidParams)
    }
    call.requestState = state
    return nil
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
