import Basics
import MCP
import NIOCore

/// A question of the gateway's own to a server, in either era.
struct OwnQuestion {
  /// For whom it is asked, and how.
  struct Asker {
    let era: Era
    /// The conversation to ask in; legacy servers have no other way.
    let session: ClientSession?
    let principal: String
  }

  static let modernVersion = ProtocolVersion.v2026_07_28.rawValue

  let method: Method
  var params = JSONObject()

  /// Gives the `result`; any other answer is ``UpstreamFailure/invalid``.
  func put(to server: Server, by asker: Asker, on loop: LoopState) -> EventLoopFuture<JSONValue> {
    asked(server, asker, on: loop).hop(to: loop.eventLoop).flatMapThrowing { message in
      guard let result = message["result"] else { throw UpstreamFailure.invalid }
      return result
    }
  }

  private func asked(_ server: Server, _ asker: Asker, on loop: LoopState) -> EventLoopFuture<JSONValue> {
    guard asker.era == .legacy, let session = asker.session else { return askModern(server, asker, on: loop) }
    let body = JSONRPCWriter.request(id: Array("1".utf8), method: method, params: JSONValue.object(params).serialized())
    let bound = NIOLoopBound(loop, eventLoop: loop.eventLoop)
    return Handshake.link(session, with: server, on: loop).hop(to: loop.eventLoop).flatMap { link in
      OwnCall.send(body, to: server, session, link, on: bound.value)
    }
  }

  private func askModern(_ server: Server, _ asker: Asker, on loop: LoopState) -> EventLoopFuture<JSONValue> {
    var params = params
    params["_meta"] = [
      "io.modelcontextprotocol/protocolVersion": .string(Self.modernVersion),
      "io.modelcontextprotocol/clientCapabilities": [:],
    ]
    let body = JSONRPCWriter.request(id: Array("1".utf8), method: method, params: JSONValue.object(params).serialized())
    let channels = loop.runtime.channels
    guard case .http(let url) = server.carrier else {
      let eventLoop = loop.eventLoop
      return channels.start(server, name: "modern:\(server.name):\(asker.principal)", on: loop).hop(to: eventLoop)
        .flatMap { channels.ask($0, body, on: eventLoop) }
    }
    return OwnCall.post(
      body, to: url, server, link: nil, method: method, bytesMax: ToolCatalogue.pageBytesMax,
      timeout: ToolCatalogue.pageTimeout, on: loop
    ).flatMapThrowing { answer in
      guard let message = OwnAnswer.message(of: answer) else { throw UpstreamFailure.invalid }
      return message
    }
  }
}
