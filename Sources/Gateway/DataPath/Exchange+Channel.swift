import Basics
import Identity
import MCP
import NIOCore
import SPIFFE

/// The upstream leg over a channel that carries messages both ways: a child process's pipes, or HTTP+SSE.
extension Exchange {
  func sendToChannel(_ server: Server) {
    let channels = loop.runtime.channels
    switch call.request.verb {
    case .get: return openListener(server)
    case .delete:
      if let name = link?.sessionID { channels.stop(name) }
      return answerBare(204)
    case .post: break
    }
    if let name = link?.sessionID {
      guard channels.isOpen(name) else { return channelGone(server) }
      return exchangeMessages(name)
    }
    // A handshake starts a channel of its own; modern calls of one caller share one.
    let isHandshake = call.envelope?.method == .initialize
    let name = isHandshake ? nil : "modern:\(server.name):\(call.principal?.id.text ?? "")"
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    channels.start(server, name: name, on: loop).hop(to: loop.eventLoop).whenComplete { result in
      let exchange = bound.value
      guard exchange.stage == .forwarding else { return }
      switch result {
      case .success(let name):
        if isHandshake { exchange.answer.sessionID = name }
        exchange.exchangeMessages(name)
      case .failure(let error): exchange.upstreamFailed(error as? UpstreamFailure ?? .unavailable)
      }
    }
  }

  private func exchangeMessages(_ name: String) {
    let bytes = call.outgoingBody
    guard let envelope = try? Envelope(parsing: bytes) else { return upstreamFailed(.invalid) }
    guard envelope.isRequest else {
      guard loop.runtime.channels.tell(name, bytes) else { return upstreamFailed(.unavailable) }
      return answerBare(202)
    }
    let key = loop.runtime.channels.nextKey()
    channelRequest = (name, key)
    loop.runtime.channels.request(name, envelope, as: key, receiver)
  }

  /// A stream of the client's own takes what belongs to none of its requests.
  private func openListener(_ server: Server) {
    guard let name = link?.sessionID else { return refuseStream(405) }
    guard loop.runtime.channels.isOpen(name) else { return channelGone(server) }
    let key = loop.runtime.channels.nextKey()
    channelRequest = (name, key)
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    let eventLoop = loop.eventLoop
    loop.runtime.channels.listen(name, as: key, receiver) { isListening in
      eventLoop.execute {
        let exchange = bound.value
        guard exchange.stage == .forwarding || exchange.stage == .answering else { return }
        // Source: MCP 2025-11-25, Transports: a session has at most one such stream here.
        guard isListening else { return exchange.refuseStream(409) }
        if exchange.stage == .forwarding { exchange.begin(.events) }
      }
    }
  }

  /// Takes what comes back, on this exchange's own loop.
  private var receiver: @Sendable (ServerChannel.Reply) -> Void {
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    let eventLoop = loop.eventLoop
    return { reply in
      if eventLoop.inEventLoop { bound.value.receive(reply) } else { eventLoop.execute { bound.value.receive(reply) } }
    }
  }

  private func receive(_ reply: ServerChannel.Reply) {
    guard stage == .forwarding || stage == .answering else { return }
    switch reply {
    case .failed(let failure):
      channelRequest = nil
      guard call.request.verb == .get, stage == .answering else { return upstreamFailed(failure) }
      endEvents()
    case .aside(let bytes):
      guard call.request.acceptsEventStream else { return }
      if stage == .forwarding { begin(.events) }
      receiveEvents(Self.event(bytes))
    case .response(let bytes):
      channelRequest = nil
      deadline = .max
      if answer.kind == .events {
        receiveEvents(Self.event(bytes))
        if stage == .answering { endEvents() }
      } else {
        begin(.json)
        deliverMessage(bytes)
      }
    }
  }

  func begin(_ kind: Answer.Kind) {
    stage = .answering
    answer.status = 200
    answer.kind = kind
    if kind == .events { beginEvents() }
  }

  static func event(_ message: [UInt8]) -> ByteBuffer {
    var writer = EventStreamWriter()
    writer.write(data: message)
    return ByteBuffer(bytes: writer.bytes)
  }

  func answerBare(_ status: Int) {
    stage = .answering
    answer.status = status
    deadline = .max
    deliverBare()
  }

  /// There is no stream to open, or it is open already.
  private func refuseStream(_ status: Int) {
    channelRequest = nil
    if status == 405 { answer.allow("POST, DELETE") }
    answerBare(status)
  }

  /// The answer is not waited for any more. The server is told where that means that it may stop.
  func leaveChannel(isCancelled: Bool) {
    guard let (name, key) = channelRequest else { return }
    channelRequest = nil
    if call.request.verb == .get {
      loop.runtime.channels.stopListening(name, key)
    } else if isCancelled {
      loop.runtime.channels.abandon(name, key)
    }
  }

  /// The channel has ended: a named session ends with it, the implicit one is opened again, once.
  private func channelGone(_ server: Server) {
    if let session = call.session, !session.isMerged {
      session.forget(server.name)
      loop.runtime.sessions.end(session)
      stage = .deciding
      return refuse(Denial(.sessionUnknown, "The server behind this session has ended."))
    }
    guard !isRetry, let session = call.conversation(loop) else { return upstreamFailed(.unavailable) }
    isRetry = true
    session.forget(server.name)
    forward()
  }
}
