import Basics
import Identity
import MCP
import NIOCore
import SPIFFE

/// HTTP+SSE towards clients: one stream for everything that comes back, and an address to post to.
///
/// - Source: MCP 2024-11-05, Transports, HTTP with SSE.
extension Exchange {
  /// Opens the stream, whose first event says where to post. The address is a path of our own, so it leads nowhere
  /// else, and the id in it is good for this caller alone.
  func openEventStream() {
    guard call.request.verb == .get, case .eventStream(let server) = call.request.route, let principal = call.principal
    else { return answerBare(405) }
    let id = SessionIdentifier.minted().text
    let channel = ClientChannel(id: id, owner: principal.id.text, route: .mcp(server: server), loop: loop) {
      [weak self] message in
      var writer = EventStreamWriter()
      writer.write(data: message, name: "message")
      self?.sendEvent(writer.bytes)
    }
    guard loop.runtime.clientChannels.add(channel) else {
      stage = .deciding
      return refuse(Denial(.sessionsFull, "Too many sessions are open."))
    }
    clientChannel = channel
    stage = .answering
    answer.status = 200
    answer.kind = .events
    var writer = EventStreamWriter()
    writer.write(data: Array("/messages/\(id)".utf8), name: "endpoint")
    answer.heldEvents = [writer.bytes]
    loop.whenDurable(decisionSequence, self, .stream)
  }

  private func sendEvent(_ bytes: [UInt8]) {
    guard stage == .answering, answer.isStreaming else { return answer.heldEvents.append(bytes) }
    client?.stream(bytes)
    answer.lastWriteAt = MonotonicTime.now()
  }

  /// Takes a message that was posted to the address of the channel `id`.
  func relay(to id: String) {
    guard call.request.verb == .post, let place = loop.runtime.clientChannels.find(id) else {
      return refuse(Denial(.sessionUnknown, "This session does not exist or has ended."))
    }
    stage = .refusing
    let facts = (call.body, call.request, limits)
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    let eventLoop = loop.eventLoop
    place.eventLoop.execute {
      let (body, request, limits) = facts
      place.channel.value.take(body, request, limits: limits) { refused in
        let answer = refused.map { ($0.status, $0.head, $0.body) }
        eventLoop.execute { bound.value.answerRelayed(answer) }
      }
    }
  }

  private func answerRelayed(_ refused: (status: Int, head: ByteBuffer, body: [UInt8])?) {
    guard stage == .refusing else { return }
    if let refused, refused.head.readableBytes > 0 {
      answer.heldHead = refused.head
      answer.heldBody = refused.body
    } else {
      var head = ByteBuffer()
      ResponseHead.begin(&head, status: refused?.status ?? 202)
      answer.heldHead = head
    }
    sendHeldAnswer()
  }
}
