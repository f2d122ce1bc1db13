import Basics
import MCP
import NIOCore

/// One JSON-RPC request of the gateway's own in an open conversation, whatever the transport.
enum OwnCall {
  /// Posts one message and gives the whole answer; follows the server where it says it has moved.
  static func post(
    _ body: [UInt8], to url: UpstreamURL, _ server: Server, link: ClientSession.Link?, method: Method? = nil,
    bytesMax: Int, timeout: Duration, on loop: LoopState
  ) -> EventLoopFuture<CollectedCall.Answer> {
    let place = loop.places.place(of: url)
    let bound = NIOLoopBound(loop, eventLoop: loop.eventLoop)
    return CollectedCall.send(
      UpstreamRequest.own(.post, place, body: body, link: link, method: method),
      through: loop.pools.pool(for: url.origin, limits: server.limits), on: loop.eventLoop, bytesMax: bytesMax,
      timeout: timeout, isComplete: { OwnAnswer.message(in: $0, isStream: true) != nil }
    ).flatMap { answer in
      let loop = bound.value
      guard place == url, loop.places.follow(url, status: answer.status, location: answer.location) else {
        return loop.eventLoop.makeSucceededFuture(answer)
      }
      return post(body, to: url, server, link: link, method: method, bytesMax: bytesMax, timeout: timeout, on: loop)
    }
  }

  /// Sends a message to which nothing comes back. Nobody waits for it.
  static func tell(_ body: [UInt8], to server: Server, _ link: ClientSession.Link, on loop: LoopState) {
    switch server.carrier {
    case .http(let url):
      post(body, to: url, server, link: link, bytesMax: 65_536, timeout: Handshake.timeout, on: loop)
        .whenComplete { _ in }
    case .channel: if let name = link.sessionID { loop.runtime.channels.tell(name, body) }
    }
  }

  static func send(
    _ body: [UInt8], to server: Server, _ session: ClientSession, _ link: ClientSession.Link, on loop: LoopState
  ) -> EventLoopFuture<JSONValue> {
    switch server.carrier {
    case .http(let url):
      return post(
        body, to: url, server, link: link, bytesMax: ToolCatalogue.pageBytesMax, timeout: ToolCatalogue.pageTimeout,
        on: loop
      )
      .flatMapThrowing { answer in
        if answer.status == 404 { session.forget(server.name) }
        guard answer.status == 200, let message = OwnAnswer.message(of: answer) else { throw UpstreamFailure.invalid }
        return message
      }
    case .channel:
      return loop.runtime.channels.call(session, server, body, on: loop)
    }
  }
}
