import Audit
import Basics
import Identity
import MCP
import NIOCore
import SPIFFE
import Telemetry

/// Whole answers: one message, or none.
extension Exchange {
  /// A status without a message: 202 for a notification, 405 for a stream that is not offered, …
  func deliverBare() {
    // A request wants a message; a failing server that sends none is told as one.
    guard call.envelope?.isRequest != true || (400..<500).contains(answer.status) else { return upstreamFailed(.invalid) }
    var head = ByteBuffer()
    beginHead(&head, status: answer.status)
    conclude(head: head, body: [], status: answer.status)
  }

  /// One JSON message.
  func deliverMessage(_ bytes: [UInt8]) {
    do throws(Denial) {
      let message = try review(bytes)
      guard message.envelope.isResponse || call.envelope?.isRequest != true else { throw UpstreamFailure.invalid.denial }
      var head = ByteBuffer()
      beginHead(&head, status: answer.status)
      ResponseHead.field(&head, "content-type", "application/json")
      conclude(head: head, body: message.bytes, status: answer.status)
    } catch {
      block(error)
    }
  }

  /// Inspects one message of the server and gives it as it may go on.
  func review(_ bytes: [UInt8]) throws(Denial) -> ServerMessage {
    var message = try ServerMessage(bytes, limits: snapshot.answerJSONLimits)
    guard !message.envelope.isResponse || answers(message.envelope) else { throw UpstreamFailure.invalid.denial }
    for layer in snapshot.answerLayers {
      try layer.review(&message, for: call, on: loop)
      if message.isWithheld { return message }
    }
    for (type, count) in message.redactions { answer.redactions[type, default: 0] += count }
    try noteHandshake(message.envelope)
    return message
  }

  /// Whether a response names this request.
  private func answers(_ envelope: Envelope) -> Bool {
    // An error may come without an id, where the server could not read one; and some servers put a word of their
    // own in its place when the HTTP status already says that the request as such was refused.
    call.envelope?.id == envelope.id || call.request.verb == .get
      || (envelope.kind == .errorResponse && (envelope.id == nil || answer.status >= 400))
  }

  /// Sends to the server what it is told in the client's stead.
  func reply(_ bytes: [UInt8]) {
    guard let server = call.server, let link else { return }
    OwnCall.tell(bytes, to: server, link, on: loop)
  }

  /// A successful `initialize` opens the session; what the client will be told of it is the gateway's own id.
  private func noteHandshake(_ envelope: Envelope) throws(Denial) {
    guard call.envelope?.method == .initialize, envelope.kind == .response, let result = envelope.result else { return }
    let document = envelope.document
    let version = document.member(named: "protocolVersion", of: result).flatMap { document.string(at: $0) } ?? ""
    // What the gateway does not know it cannot enforce.
    guard ProtocolVersion(rawValue: version)?.era == .legacy else { throw UpstreamFailure.invalid.denial }
    guard call.session == nil, let principal = call.principal, let server = call.server,
      let upstreamID = answer.sessionID
    else { return }
    let link = ClientSession.Link(sessionID: upstreamID, protocolVersion: version)
    call.session = loop.runtime.sessions.open(
      principal: principal.id.text, protocolVersion: version, handshake: call.sentParameters,
      server: server.name, link: link, now: call.startedAt)
    answer.sessionID = nil
    guard call.session != nil else { throw Denial(.sessionsFull, "Too many sessions are open.") }
  }

  func beginHead(_ head: inout ByteBuffer, status: Int) {
    ResponseHead.begin(&head, status: status)
    writeOwnFields(&head)
    head.writeBytes(answer.fields)
    if call.envelope?.method == .initialize, let id = call.session?.id {
      ResponseHead.field(&head, "mcp-session-id", id)
    }
  }

  /// Records the outcome and sends the answer once that is durable.
  func conclude(head: ByteBuffer, body: [UInt8], status: Int) {
    if call.request.verb == .delete, status != 405 { endSession() }
    loop.runtime.observeUpstream(call, nil, since: forwardedAt)
    settle(.answered(status: status, isFailure: status >= 500))
    answer.heldHead = head
    answer.heldBody = body
    guard let sequence = recordOutcome(status: status, code: nil) else { return send(AuditTrail.denial) }
    loop.whenDurable(sequence, self, .answer)
  }

  /// The answer may not pass.
  func block(_ denial: Denial) {
    let isServerFault = denial.code == .upstreamInvalid
    connection?.cancel()
    connection = nil
    loop.runtime.observeUpstream(call, isServerFault ? .invalid : nil, since: forwardedAt)
    settle(isServerFault ? .failed(.invalid) : .answered(status: answer.status, isFailure: false))
    loop.runtime.countAnswerDenial(denial.code)
    let sequence = recordOutcome(status: denial.code.status, code: denial.code)
    stage = .refusing
    guard let sequence else { return send(AuditTrail.denial) }
    holdDenial(denial)
    loop.whenDurable(sequence, self, .answer)
  }

  /// The client has ended its session: it is gone here, and all servers are told.
  private func endSession() {
    guard let session = call.session else { return }
    loop.runtime.sessions.end(session)
    SessionEnd.tell(session, except: call.server?.name, on: loop)
  }

  func sendHeldAnswer() {
    if answer.isWaitingForOutcome {
      answer.isWaitingForOutcome = false
      return releaseEvents()
    }
    if var head = answer.heldHead {
      answer.heldHead = nil
      client?.finish(&head, body: answer.heldBody)
    }
    finish()
  }
}
