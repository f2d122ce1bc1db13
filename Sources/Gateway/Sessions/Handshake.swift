import Basics
import MCP
import NIOCore

/// The gateway's own `initialize` with a server: for calls without a session, for further servers of a session,
/// and for reading tool lists.
enum Handshake {
  /// The revision that the gateway offers when it speaks for itself.
  static let version = ProtocolVersion.newestLegacy.rawValue
  static let parameters: [UInt8] = Array(
    #"{"protocolVersion":"\#(version)","capabilities":{},"clientInfo":{"name":"precinct","version":"0.1.0"}}"#.utf8)
  /// Time for the whole handshake.
  static let timeout = Duration.seconds(10)
  /// An answer to `initialize` that is larger than this is not one, in bytes.
  static let answerBytesMax = 1 << 20

  /// The link of `session` to `server`; opens it if nobody has.
  static func link(
    _ session: ClientSession, with server: Server, on loop: LoopState
  ) -> EventLoopFuture<ClientSession.Link> {
    let (claim, promise) = session.claim(server.name) { loop.eventLoop.makePromise(of: ClientSession.Link.self) }
    switch claim {
    case .open(let link): return loop.eventLoop.makeSucceededFuture(link)
    case .waiting: return promise?.futureResult ?? loop.eventLoop.makeFailedFuture(UpstreamFailure.unavailable)
    case .mustOpen:
      let opening = open(session, with: server, on: loop)
      opening.whenComplete { result in
        switch result {
        case .success(let link): session.opened(server.name, link)
        case .failure(let error): session.failed(server.name, error as? UpstreamFailure ?? .unavailable)
        }
      }
      return opening
    }
  }

  private static func open(
    _ session: ClientSession, with server: Server, on loop: LoopState
  ) -> EventLoopFuture<ClientSession.Link> {
    let body = Array(#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":"#.utf8) + session.handshake + [0x7D]
    switch server.transport {
    case .http(let url): return openHTTP(body, url, server, on: loop)
    case .stdio: return loop.runtime.processes.open(session, server, initialize: body, on: loop)
    }
  }

  private static func openHTTP(
    _ body: [UInt8], _ url: UpstreamURL, _ server: Server, on loop: LoopState
  ) -> EventLoopFuture<ClientSession.Link> {
    let pool = loop.pools.pool(for: url.origin, limits: server.limits)
    let eventLoop = loop.eventLoop
    let boundPool = NIOLoopBound(pool, eventLoop: eventLoop)
    return CollectedCall.send(
      UpstreamRequest.own(.post, url, body: body), through: pool, on: eventLoop, bytesMax: answerBytesMax,
      timeout: timeout, isComplete: { OwnAnswer.message(in: $0, isStream: true) != nil }
    )
    .flatMapThrowing { answer in
      guard answer.status == 200, let message = OwnAnswer.message(of: answer), let result = message["result"] else {
        throw UpstreamFailure.invalid
      }
      return ClientSession.Link(
        sessionID: answer.sessionID, protocolVersion: result["protocolVersion"]?.stringValue ?? version)
    }
    .flatMapWithEventLoop { link, eventLoop in
      let note = Array(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#.utf8)
      return CollectedCall.send(
        UpstreamRequest.own(.post, url, body: note, link: link), through: boundPool.value, on: eventLoop,
        bytesMax: answerBytesMax, timeout: timeout
      ).map { _ in link }
    }
  }
}
