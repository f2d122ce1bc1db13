import Basics
import Identity
import MCP
import NIOCore
import SPIFFE
import Telemetry

extension Exchange: UpstreamDelegate {
  // MARK: Sending

  /// Starts the upstream leg.
  func forward() {
    guard takesStreamPlace() else { return refuse(Denial(.rateLimited, "Too many streams of this caller are open.")) }
    if case .eventStream = call.request.route { return openEventStream() }
    if call.isMerged { return answerMerged() }
    guard let server = call.server else { return refuse(Denial(.routeUnknown, "No server is configured here.")) }
    forwardedAt = MonotonicTime.now()
    if !isStandaloneStream {
      deadline = forwardedAt &+ UInt64(clamping: server.limits.answerTimeout.nanosecondsSaturating)
    }
    if call.era == .modern {
      // The modern revision defines no notifications from clients; acting on one would let a caller cancel another's.
      guard call.envelope?.isRequest == true else { return answerBare(202) }
      return send(to: server, link: nil)
    }
    if call.envelope?.method == .initialize {
      call.capVersion()
      return send(to: server, link: nil)
    }
    guard let session = call.conversation(loop) else { return refuse(CallerIdentity.denial(.required)) }
    if let envelope = call.envelope, envelope.isResponse, let id = envelope.id { session.answered(id) }
    if let link = session.link(server.name) { return send(to: server, link: link) }
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    Handshake.link(session, with: server, on: loop).hop(to: loop.eventLoop).whenComplete { result in
      let exchange = bound.value
      guard exchange.stage == .forwarding else { return }
      switch result {
      case .success(let link): exchange.send(to: server, link: link)
      case .failure(let error): exchange.upstreamFailed(error as? UpstreamFailure ?? .unavailable)
      }
    }
  }

  /// A stream without a call is counted for its caller until it ends.
  private func takesStreamPlace() -> Bool {
    guard isStandaloneStream, streamOwner == nil, let owner = call.principal?.id.text else { return true }
    guard loop.runtime.streams.open(owner) else { return false }
    streamOwner = owner
    return true
  }

  /// A stream that is open for as long as the client wants, whether or not anything happens.
  var isStandaloneStream: Bool { call.request.verb == .get || call.envelope?.method == .subscriptionsListen }

  private func send(to server: Server, link: ClientSession.Link?) {
    self.link = link
    switch server.carrier {
    case .http(let url): loop.pools.pool(for: url.origin, limits: server.limits).acquire(self, isLasting: isStandaloneStream)
    case .channel: sendToChannel(server)
    }
  }

  func upstreamReady(_ connection: UpstreamConnection) {
    guard stage == .forwarding, let server = call.server, case .http(let url) = server.carrier else {
      return connection.cancel()
    }
    self.connection = connection
    connection.send(UpstreamRequest.bytes(for: call, to: loop.places.place(of: url), link: link, on: loop))
  }

  // MARK: What comes back

  func upstreamHead(_ head: HTTPHead) {
    if leadsElsewhere(head) { return }
    if restartsSession(status: head.status) { return restart() }
    stage = .answering
    answer.status = head.status
    answer.sessionID = head.string(.mcpSessionID)
    answer.keepFields(of: head)
    // What answers a DELETE is its status.
    let type = call.request.verb == .delete ? [] : head.value(.contentType) ?? []
    if HTTPSyntax.list(type, holds: "text/event-stream"), head.status == 200 {
      answer.kind = .events
      beginEvents()
    } else if head.status != 202, HTTPSyntax.list(type, holds: "application/json") {
      answer.kind = .json
    } else {
      answer.kind = .bare
    }
  }

  func upstreamBody(_ part: ByteBuffer) {
    guard stage == .answering else { return }
    switch answer.kind {
    case .bare: return
    case .json:
      guard answer.body.count + part.readableBytes <= snapshot.answerBytesMax else { return upstreamFailed(.tooLarge) }
      unsafe part.withUnsafeReadableBytes { unsafe answer.body.append(contentsOf: $0) }
    case .events: receiveEvents(part)
    }
  }

  func upstreamEnd() {
    connection = nil
    guard stage == .answering else { return }
    deadline = .max
    switch answer.kind {
    case .bare: deliverBare()
    case .json: if answer.body.isEmpty { deliverBare() } else { deliverMessage(answer.body) }
    case .events: endEvents()
    }
  }

  func upstreamFailed(_ failure: UpstreamFailure) {
    guard stage == .forwarding || stage == .answering else { return }
    deadline = .max
    leaveUpstream(failure)
    // Its tools leave the list that it shares with others.
    if failure == .unavailable, let server = call.server, snapshot.servers.merged.count > 1 {
      loop.runtime.catalogue.list(server, on: loop).whenComplete { _ in }
    }
    loop.runtime.observeUpstream(call, failure, since: forwardedAt)
    if answer.isOutcomeRecorded {
      // The answer is on its way; what followed it is lost.
      client?.abortStream()
      return finish()
    }
    settle(.failed(failure))
    let denial = failure.denial
    let sequence = recordOutcome(status: denial.code.status, code: denial.code)
    if answer.isStreaming {
      client?.abortStream()
      return finish()
    }
    stage = .refusing
    guard let sequence else { return send(AuditTrail.denial) }
    holdDenial(denial)
    loop.whenDurable(sequence, self, .answer)
  }

  private func leaveUpstream(_ failure: UpstreamFailure) {
    if stage == .forwarding, let server = call.server, case .http(let url) = server.carrier {
      _ = loop.pools.pool(for: url.origin, limits: server.limits).abandon(self)
    }
    if failure == .timeout { cancelUpstream() }
    leaveChannel(isCancelled: true)
    let connection = connection
    self.connection = nil
    connection?.cancel()
  }

  /// Tells a legacy server to stop working on a request that nobody waits for any more; a modern one sees its
  /// connection close. Source: MCP 2025-11-25, Lifecycle, Timeouts.
  private func cancelUpstream() {
    guard call.era == .legacy, let envelope = call.envelope, envelope.isRequest, envelope.method != .initialize,
      let id = envelope.rawID, let server = call.server, let link, case .http = server.carrier
    else { return }
    let params = Array(#"{"requestId":"#.utf8) + id + Array(#","reason":"timeout"}"#.utf8)
    OwnCall.tell(JSONRPCWriter.notification(method: .cancelled, params: params), to: server, link, on: loop)
  }

  // MARK: Servers that have moved, or speak another transport

  private func leadsElsewhere(_ head: HTTPHead) -> Bool {
    switch head.status {
    case 307, 308: return follow(head)
    case 404, 405: return triesEventStream(head.status)
    default: return false
    }
  }

  /// The server says that it stands elsewhere: the request goes there, once.
  private func follow(_ head: HTTPHead) -> Bool {
    guard !isMoved, let server = call.server, case .http(let url) = server.carrier,
      loop.places.follow(url, status: head.status, location: head.string(.location))
    else { return false }
    isMoved = true
    connection?.cancel()
    connection = nil
    send(to: server, link: link)
    return true
  }

  /// A server that takes no handshake here may be one of 2024-11-05. Source: MCP 2025-11-25, Transports, Backwards
  /// Compatibility.
  private func triesEventStream(_ status: Int) -> Bool {
    guard call.envelope?.method == .initialize, !isRetry, let server = call.server, case .http = server.carrier else {
      return false
    }
    isRetry = true
    connection?.cancel()
    connection = nil
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    let channels = loop.runtime.channels
    channels.start(server, name: nil, on: loop).hop(to: loop.eventLoop).whenComplete { result in
      let exchange = bound.value
      if case .success(let name) = result {
        // This one only showed that there is such a stream.
        channels.stop(name)
        server.speaksEventStream()
      }
      guard exchange.stage == .forwarding else { return }
      if case .success = result { exchange.send(to: server, link: nil) } else { exchange.answerBare(status) }
    }
    return true
  }

  // MARK: Sessions that the server has forgotten

  /// The server does not know its session any more. A named session ends, and its client starts anew; the implicit
  /// one is the gateway's own business and is opened again, once.
  private func restartsSession(status: Int) -> Bool {
    guard status == 404 || (status == 400 && call.session == nil), link != nil, let server = call.server else {
      return false
    }
    if let session = call.session, !session.isMerged {
      session.forget(server.name)
      loop.runtime.sessions.end(session)
      return false
    }
    return !isRetry && link?.sessionID != nil
  }

  private func restart() {
    guard let session = call.conversation(loop), let server = call.server else { return }
    isRetry = true
    connection?.cancel()
    connection = nil
    session.forget(server.name)
    forward()
  }
}
