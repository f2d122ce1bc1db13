import Basics
import Identity
import MCP
import NIOCore
import SPIFFE

/// Which server a message goes to, where several stand behind one URL.
extension KnownTool {
  func admitMerged(_ call: Call, _ loop: LoopState) -> Verdict {
    guard call.request.verb == .post, let envelope = call.envelope else { return answersItself(call) }
    if envelope.isResponse { return admitResponse(envelope, call, loop) }
    switch envelope.method {
    case .toolsCall: return admitTool(call, loop)
    case .promptsGet: return locate(.prompt, call, loop)
    case .resourcesRead, .resourcesSubscribe, .resourcesUnsubscribe: return locate(.resource, call, loop)
    case .completionComplete: return locate(Self.reference(envelope), call, loop)
    case .cancelled: return placeCancellation(envelope, call)
    case .progress: return placeProgress(envelope, call)
    default: return answersItself(call)
    }
  }

  private func answersItself(_ call: Call) -> Verdict {
    call.isMerged = true
    return .skip
  }

  private func goes(to server: Server, _ call: Call) -> Verdict {
    call.server = server
    if call.isUnderWay, let id = call.envelope?.id { call.session?.place(id, at: server.name) }
    return .proceed
  }

  private static func reference(_ envelope: Envelope) -> OfferTable.Kind {
    let type = envelope.params.flatMap { envelope.document.member(named: "ref", of: $0) }
      .flatMap { envelope.document.member(named: "type", of: $0) }
    return type.map { envelope.document.matches($0, "ref/prompt") } == true ? .prompt : .template
  }

  // MARK: Notifications

  /// Goes to the server that works on the request; there is nothing to tell the others.
  private func placeCancellation(_ envelope: Envelope, _ call: Call) -> Verdict {
    let id = envelope.params.flatMap { envelope.document.member(named: "requestId", of: $0) }
      .flatMap { RequestID(at: $0, in: envelope.document) }
    guard call.era == .legacy, let name = id.flatMap({ call.session?.server(of: $0) }),
      let server = servers.server(named: name)
    else { return answersItself(call) }
    return goes(to: server, call)
  }

  /// Goes to the server that gave the token.
  private func placeProgress(_ envelope: Envelope, _ call: Call) -> Verdict {
    let token = envelope.progressToken.map { Array(envelope.document.bytes[envelope.document.range(at: $0)]) }
    guard let name = token.flatMap({ call.session?.giver(of: $0) }), let server = servers.server(named: name) else {
      return answersItself(call)
    }
    return goes(to: server, call)
  }

  // MARK: Prompts and resources

  /// Finds the server of a prompt or resource; asks all of them once if none is known to have it.
  private func locate(_ kind: OfferTable.Kind, _ call: Call, _ loop: LoopState) -> Verdict {
    let table = loop.runtime.offers
    if let verdict = verdict(kind, call, table, loop) { return verdict }
    guard let principal = call.principal else { return .refuse(CallerIdentity.denial(.required)) }
    let asker = OwnQuestion.Asker(era: call.era, session: call.conversation(loop), principal: principal.id.text)
    let methods: [Method] = kind == .prompt ? [.promptsList] : [.resourcesList, .resourceTemplatesList]
    let lists = methods.map { method in
      Exchange.lists(method, servers.merged, asker, on: loop).map { MergedList(method: method, parts: $0).record(in: table) }
    }
    let bound = NIOLoopBound(loop, eventLoop: loop.eventLoop)
    return .later(
      EventLoopFuture.andAllComplete(lists, on: loop.eventLoop).map {
        { @Sendable call in
          self.verdict(kind, call, table, bound.value) ?? self.lastResort(kind, call)
        }
      })
  }

  /// Nil if nobody is known to have it.
  private func verdict(_ kind: OfferTable.Kind, _ call: Call, _ table: OfferTable, _ loop: LoopState) -> Verdict? {
    guard let name = call.envelope?.name else { return nil }
    switch table.place(of: name, kind, among: servers.merged.map(\.name)) {
    case .unknown: return nil
    case .ambiguous(let names):
      return .refuse(
        Denial(
          .invalidJSONRPC, "Several servers have this.",
          details: ["reason": "ambiguous_name", "names": .array(names.map { .string($0) })],
          protocolCode: RPCCode.invalidParams))
    case .at(let serverName, let own):
      guard let server = servers.server(named: serverName) else { return nil }
      if own != name { call.nameAtServer = own }
      let verdict = goes(to: server, call)
      if call.era == .modern, let refusal = stateFault(call, loop) { return .refuse(refusal) }
      return verdict
    }
  }

  /// A resource need not be listed anywhere: where one server alone has resources, it is asked.
  private func lastResort(_ kind: OfferTable.Kind, _ call: Call) -> Verdict {
    let able = servers.merged.filter { server in
      server.greeting(in: call.era)??["capabilities"]?["resources"]?.objectValue != nil
    }
    if kind != .prompt, able.count == 1 { return goes(to: able[0], call) }
    // Source: MCP 2025-11-25, Resources, Error Handling; 2026-07-28 takes the code of wrong parameters.
    let code = kind == .prompt || call.era == .modern ? RPCCode.invalidParams : RPCCode.resourceNotFound
    return .refuse(
      Denial(.invalidJSONRPC, "No server here has this.", details: ["reason": "not_found"], protocolCode: code))
  }
}
