import Basics
import Identity
import MCP
import NIOCore
import Registry
import SPIFFE

/// What is about several servers at once is answered here, from what they say.
extension Exchange {
  func answerMerged() {
    switch call.request.verb {
    case .get: return openMergedStream()
    case .delete: return answerBare(204)
    case .post: break
    }
    guard call.envelope?.isRequest == true else {
      if call.era == .legacy { passOn() }
      return answerBare(202)
    }
    if namesPage { return refusePage() }
    switch call.envelope?.method {
    case .initialize: openMergedSession()
    case .serverDiscover: discoverMerged()
    case .ping: deliver([:])
    case .toolsList: deliverTools()
    case .promptsList, .resourcesList, .resourceTemplatesList: gatherList()
    case .loggingSetLevel: setLevel()
    case .subscriptionsListen: openMergedStream()
    default: methodUnknown()
    }
  }

  private func methodUnknown() {
    refuse(
      Denial(
        .invalidJSONRPC, "No server here takes this method.", details: ["reason": "method_not_found"],
        protocolCode: RPCCode.methodNotFound))
  }

  /// Merged lists have one page, so a cursor is of somebody else's making.
  private var namesPage: Bool {
    guard let own = call.envelope, case .list = own.method?.effect, let params = own.params else { return false }
    return own.document.member(named: "cursor", of: params) != nil
  }

  private func refusePage() {
    refuse(
      Denial(
        .invalidJSONRPC, "This cursor is not of this list.", details: ["reason": "cursor_unknown"],
        protocolCode: RPCCode.invalidParams))
  }

  // MARK: The conversation

  private func openMergedSession() {
    call.capVersion()
    let parameters = call.sentParameters
    let version = (try? JSONValue.parse(parameters))?["protocolVersion"]?.stringValue
      .flatMap { VersionRules().capped($0) } ?? .newestLegacy
    greet(.legacy) { exchange, greeting in
      guard let principal = exchange.call.principal,
        let session = exchange.loop.runtime.sessions.open(
          principal: principal.id.text, protocolVersion: version.rawValue, handshake: parameters, server: "", link: nil,
          now: exchange.call.startedAt)
      else { return exchange.block(Denial(.sessionsFull, "Too many sessions are open.")) }
      exchange.call.session = session
      exchange.review(result: greeting.initialize(version: version.rawValue))
    }
  }

  private func discoverMerged() {
    greet(.modern) { exchange, greeting in
      let isWhole = !exchange.snapshot.servers.merged.contains { server in
        server.greeting(in: .modern) == .some(nil) && server.greeting(in: .legacy)?.map { _ in true } == true
      }
      guard greeting.servers.isEmpty || !isWhole else { return exchange.review(result: greeting.discovery) }
      // Some servers are of the other era alone: there the client sees all of them. Source: MCP 2026-07-28, Backward
      // Compatibility.
      exchange.refuse(
        Denial(
          .invalidJSONRPC, "No server here speaks this revision.", details: ["reason": "era_unsupported"],
          protocolCode: RPCCode.invalidRequest))
    }
  }

  private func greet(_ era: Era, _ then: @escaping (Exchange, MergedGreeting) -> Void) {
    let hasTools = !snapshot.registry.entries.isEmpty
    gather(Gathering.greetings(snapshot.servers.merged, in: era, on: loop)) { exchange, servers in
      then(exchange, MergedGreeting(servers: servers, hasTools: hasTools))
    }
  }

  /// Tells every server that the client has spoken to.
  private func passOn() {
    guard call.envelope?.method == .rootsListChanged, let session = call.session else { return }
    tellAll(call.body, in: session)
  }

  private func tellAll(_ body: [UInt8], in session: ClientSession) {
    for (name, link) in session.links {
      guard let server = snapshot.servers.server(named: name) else { continue }
      OwnCall.tell(body, to: server, link, on: loop)
    }
  }

  private func setLevel() {
    let level = call.envelope.flatMap { own in
      own.params.flatMap { own.document.member(named: "level", of: $0) }.flatMap { own.document.string(at: $0) }
    }
    guard let level, let asker else { return methodUnknown() }
    let question = OwnQuestion(method: .loggingSetLevel, params: ["level": .string(level)])
    let loop = loop
    let servers = snapshot.servers.merged.filter { server in
      server.greeting(in: .legacy)??["capabilities"]?["logging"]?.objectValue != nil
    }
    gather(Gathering.all(servers, on: loop) { question.put(to: $0, by: asker, on: loop) }) { exchange, _ in
      exchange.deliver([:])
    }
  }

  // MARK: Lists

  /// For whom servers are asked.
  var asker: OwnQuestion.Asker? {
    guard let principal = call.principal else { return nil }
    return OwnQuestion.Asker(era: call.era, session: call.conversation(loop), principal: principal.id.text)
  }

  private func deliverTools() {
    gather(Self.freshen(snapshot.servers.merged, on: loop)) { exchange, _ in
      exchange.deliverKnownTools()
    }
  }

  /// Asks the servers again. What is known is shown now, and what is news the next time; only a server of which nothing
  /// is known is waited for.
  private static func freshen(
    _ servers: [Server], on loop: LoopState
  ) -> EventLoopFuture<[(server: Server, value: Void)]> {
    let catalogue = loop.runtime.catalogue
    var unknown: [Server] = []
    for server in servers {
      if catalogue.listing(of: server.name) == nil, !catalogue.isDown(server.name) {
        unknown.append(server)
      } else {
        catalogue.refresh(server, on: loop)
      }
    }
    return Gathering.all(unknown, on: loop) { catalogue.list($0, on: loop) }
  }

  private func deliverKnownTools() {
    let list = loop.runtime.toolLists.list(for: call, snapshot.parts.visibility, on: loop)
    var writer = JSONWriter(capacity: list.count + 64)
    writer.beginObject()
    writer.key("tools")
    writer.raw(list)
    if call.era == .modern {
      writer.key("resultType")
      writer.string("complete")
      writer.key("cacheScope")
      writer.string("private")
      writer.key("ttlMs")
      writer.integer(0)
    }
    writer.endObject()
    deliver(text: writer.bytes)
  }

  private func gatherList() {
    guard let method = call.envelope?.method, let asker else { return methodUnknown() }
    let (loop, table) = (loop, loop.runtime.offers)
    gather(Self.lists(method, snapshot.servers.merged, asker, on: loop)) { exchange, parts in
      let list = MergedList(method: method, parts: parts)
      list.record(in: table)
      exchange.review(result: list.result(table, era: asker.era))
    }
  }

  /// The lists of the servers that say that they have some.
  static func lists(
    _ method: Method, _ servers: [Server], _ asker: OwnQuestion.Asker, on loop: LoopState
  ) -> EventLoopFuture<[(server: Server, value: [JSONValue])]> {
    let capability = method == .promptsList ? "prompts" : "resources"
    let bound = NIOLoopBound(loop, eventLoop: loop.eventLoop)
    let askers = NIOLoopBound(asker, eventLoop: loop.eventLoop)
    return Gathering.greetings(servers, in: asker.era, on: loop).flatMap { greetings in
      let able = greetings.filter { $0.value["capabilities"]?[capability]?.objectValue != nil }.map(\.server)
      let loop = bound.value
      return Gathering.all(able, on: loop) { ServerList.read(method, of: $0, by: askers.value, on: loop) }
    }
  }

  // MARK: Answering

  /// Goes on with what the servers say, unless the client has gone.
  private func gather<Value: Sendable>(
    _ future: EventLoopFuture<Value>, _ then: @escaping (Exchange, Value) -> Void
  ) {
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    let next = NIOLoopBound(then, eventLoop: loop.eventLoop)
    future.whenComplete { result in
      let exchange = bound.value
      guard exchange.stage == .forwarding else { return }
      switch result {
      case .success(let value): next.value(exchange, value)
      case .failure(let error): exchange.upstreamFailed(error as? UpstreamFailure ?? .unavailable)
      }
    }
  }

  /// Answers with `result`, which holds words of servers: they pass the answer layers.
  private func review(result: JSONValue) {
    begin(.json)
    deliverMessage(JSONRPCWriter.result(id: Array(call.envelope?.rawID ?? []), result: result.serialized()))
  }

  private func deliver(_ result: JSONValue) { deliver(text: result.serialized()) }

  /// Answers with what was looked at when it came, or is the gateway's own.
  private func deliver(text: [UInt8]) {
    begin(.json)
    var head = ByteBuffer()
    beginHead(&head, status: 200)
    ResponseHead.field(&head, "content-type", "application/json")
    conclude(
      head: head, body: JSONRPCWriter.result(id: Array(call.envelope?.rawID ?? []), result: text), status: 200)
  }
}
