import Basics
import NIOCore

/// One JSON-RPC request of the gateway's own in an open conversation, whatever the transport.
enum OwnCall {
  static func send(
    _ body: [UInt8], to server: Server, _ session: ClientSession, _ link: ClientSession.Link, on loop: LoopState
  ) -> EventLoopFuture<JSONValue> {
    switch server.transport {
    case .http(let url):
      return CollectedCall.send(
        UpstreamRequest.own(.post, url, body: body, link: link),
        through: loop.pools.pool(for: url.origin, limits: server.limits), on: loop.eventLoop,
        bytesMax: ToolCatalogue.pageBytesMax, timeout: ToolCatalogue.pageTimeout,
        isComplete: { OwnAnswer.message(in: $0, isStream: true) != nil }
      )
      .flatMapThrowing { answer in
        guard answer.status == 200, let message = OwnAnswer.message(of: answer) else { throw UpstreamFailure.invalid }
        return message
      }
    case .stdio:
      return loop.runtime.processes.call(session, server, body, on: loop)
    }
  }
}
