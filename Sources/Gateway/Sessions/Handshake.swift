import Basics
import MCP
import NIOCore

/// The gateway's own `initialize` with a server: for calls without a session, for further servers of a session,
/// and for reading tool lists.
enum Handshake {
  /// The revision that the gateway offers when it speaks for itself.
  static let version = ProtocolVersion.newestLegacy.rawValue

  /// What it says of itself, in a conversation in which the caller speaks `version`.
  static func parameters(_ version: ProtocolVersion) -> [UInt8] {
    Array(
      #"{"protocolVersion":"\#(version.rawValue)","capabilities":{},"clientInfo":{"name":"precinct","version":"0.1.0"}}"#
        .utf8)
  }

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
    let channels = loop.runtime.channels
    guard case .http(let url) = server.carrier else {
      return channels.open(session, server, initialize: body, on: loop)
    }
    let bound = NIOLoopBound(loop, eventLoop: loop.eventLoop)
    return openHTTP(body, url, server, on: loop).flatMapError { error in
      // A server of 2024-11-05 takes no POST here. Source: MCP 2025-11-25, Transports, Backwards Compatibility.
      guard error is NotStreamable else { return bound.value.eventLoop.makeFailedFuture(error) }
      return channels.open(session, server, initialize: body, on: bound.value).map { link in
        server.speaksEventStream()
        return link
      }
    }
  }

  /// The server refuses to be spoken to by Streamable HTTP.
  private struct NotStreamable: Error {}

  private static func openHTTP(
    _ body: [UInt8], _ url: UpstreamURL, _ server: Server, on loop: LoopState
  ) -> EventLoopFuture<ClientSession.Link> {
    let bound = NIOLoopBound(loop, eventLoop: loop.eventLoop)
    return OwnCall.post(body, to: url, server, link: nil, bytesMax: answerBytesMax, timeout: timeout, on: loop)
    .flatMapThrowing { answer in
      if [400, 404, 405].contains(answer.status), OwnAnswer.message(of: answer) == nil { throw NotStreamable() }
      guard answer.status == 200, let message = OwnAnswer.message(of: answer), let result = message["result"] else {
        throw UpstreamFailure.invalid
      }
      server.greeted(result, in: .legacy)
      return ClientSession.Link(
        sessionID: answer.sessionID, protocolVersion: result["protocolVersion"]?.stringValue ?? version)
    }
    .flatMap { link in
      let note = Array(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#.utf8)
      return OwnCall.post(
        note, to: url, server, link: link, bytesMax: answerBytesMax, timeout: timeout, on: bound.value
      ).map { _ in link }
    }
  }
}
