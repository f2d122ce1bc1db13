import Basics
import Identity
import MCP
import NIOCore
import SPIFFE

/// The upstream leg over a child process's pipes.
extension Exchange {
  func sendToProcess(_ server: Server) {
    let processes = loop.runtime.processes
    switch call.request.verb {
    case .get: return refuseStream()
    case .delete:
      if let name = link?.sessionID { processes.stop(name) }
      return answerBare(204)
    case .post: break
    }
    if let name = link?.sessionID {
      guard processes.isRunning(name) else { return processGone(server) }
      return exchangeMessages(name)
    }
    // A handshake starts a process of its own; modern calls of one principal share one.
    let isHandshake = call.envelope?.method == .initialize
    let name = isHandshake ? nil : "modern:\(server.name):\(call.principal?.id.text ?? "")"
    if let name, processes.isRunning(name) { return exchangeMessages(name) }
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    processes.start(server, name: name, on: loop.eventLoop).whenComplete { result in
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
      guard loop.runtime.processes.tell(name, bytes) else { return upstreamFailed(.unavailable) }
      return answerBare(202)
    }
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    let eventLoop = loop.eventLoop
    loop.runtime.processes.request(name, envelope, bytes) { reply in
      if eventLoop.inEventLoop { bound.value.receive(reply) } else { eventLoop.execute { bound.value.receive(reply) } }
    }
  }

  private func receive(_ reply: StdioProcess.Reply) {
    guard stage == .forwarding || stage == .answering else { return }
    switch reply {
    case .failed(let failure): upstreamFailed(failure)
    case .aside(let bytes):
      guard call.request.acceptsEventStream else { return }
      if stage == .forwarding { begin(.events) }
      receiveEvents(Self.event(bytes))
    case .response(let bytes):
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

  private func begin(_ kind: Answer.Kind) {
    stage = .answering
    answer.status = 200
    answer.kind = kind
    if kind == .events { beginEvents() }
  }

  private static func event(_ message: [UInt8]) -> ByteBuffer {
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

  /// A process has no stream of its own to open: the protocol answers 405.
  private func refuseStream() {
    stage = .answering
    answer.status = 405
    deadline = .max
    deliverBare()
  }

  /// The process has ended: a named session ends with it, the implicit one is started again, once.
  private func processGone(_ server: Server) {
    if let session = call.session {
      session.forget(server.name)
      loop.runtime.sessions.end(session)
      stage = .deciding
      return refuse(Denial(.sessionUnknown, "The server behind this session has ended."))
    }
    guard !isRetry, let principal = call.principal else { return upstreamFailed(.unavailable) }
    isRetry = true
    loop.runtime.sessions.implicit(of: principal.id.text, now: call.startedAt).forget(server.name)
    forward()
  }
}
