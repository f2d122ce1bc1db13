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
    guard let server = call.server else { return refuse(Denial(.routeUnknown, "No server is configured here.")) }
    forwardedAt = MonotonicTime.now()
    deadline = forwardedAt &+ UInt64(clamping: server.limits.answerTimeout.nanosecondsSaturating)
    if call.era == .modern {
      // The modern revision defines no notifications from clients; acting on one would let a caller cancel another's.
      guard call.envelope?.isRequest == true else { return answerBare(202) }
      return send(to: server, link: nil)
    }
    if call.envelope?.method == .initialize { return send(to: server, link: nil) }
    guard let principal = call.principal else { return refuse(CallerIdentity.denial(.required)) }
    let session = call.session ?? loop.runtime.sessions.implicit(of: principal.id.text, now: call.startedAt)
    if let link = session.link(server.name) { return send(to: server, link: link) }
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    Handshake.link(session, with: server, on: loop).whenComplete { result in
      let exchange = bound.value
      guard exchange.stage == .forwarding else { return }
      switch result {
      case .success(let link): exchange.send(to: server, link: link)
      case .failure(let error): exchange.upstreamFailed(error as? UpstreamFailure ?? .unavailable)
      }
    }
  }

  private func send(to server: Server, link: ClientSession.Link?) {
    self.link = link
    switch server.transport {
    case .http(let url): loop.pools.pool(for: url.origin, limits: server.limits).acquire(self)
    case .stdio: sendToProcess(server)
    }
  }

  func upstreamReady(_ connection: UpstreamConnection) {
    guard stage == .forwarding, let server = call.server, case .http(let url) = server.transport else {
      return connection.cancel()
    }
    self.connection = connection
    connection.send(UpstreamRequest.bytes(for: call, to: url, link: link, on: loop))
  }

  // MARK: What comes back

  func upstreamHead(_ head: HTTPHead) {
    if restartsSession(status: head.status) { return restart() }
    stage = .answering
    answer.status = head.status
    answer.sessionID = head.string(.mcpSessionID)
    answer.keepFields(of: head)
    let type = head.value(.contentType) ?? []
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
    case .json: deliverMessage(answer.body)
    case .events: endEvents()
    }
  }

  func upstreamFailed(_ failure: UpstreamFailure) {
    guard stage == .forwarding || stage == .answering else { return }
    deadline = .max
    if stage == .forwarding, let server = call.server, case .http(let url) = server.transport {
      _ = loop.pools.pool(for: url.origin, limits: server.limits).abandon(self)
    }
    let connection = connection
    self.connection = nil
    connection?.cancel()
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

  // MARK: Sessions that the server has forgotten

  /// The server does not know its session any more. A named session ends, and its client starts anew; the implicit
  /// one is the gateway's own business and is opened again, once.
  private func restartsSession(status: Int) -> Bool {
    guard status == 404 || (status == 400 && call.session == nil), link != nil, let server = call.server else {
      return false
    }
    if let session = call.session {
      session.forget(server.name)
      loop.runtime.sessions.end(session)
      return false
    }
    return !isRetry && link?.sessionID != nil
  }

  private func restart() {
    guard let principal = call.principal, let server = call.server else { return }
    isRetry = true
    connection?.cancel()
    connection = nil
    loop.runtime.sessions.implicit(of: principal.id.text, now: call.startedAt).forget(server.name)
    forward()
  }
}
