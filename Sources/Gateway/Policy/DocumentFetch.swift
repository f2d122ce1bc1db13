import Basics
import NIOCore
import SPIFFE

/// One request of the gateway's own to a server that is no MCP server: a bundle server, or another decision point.
///
/// What comes back is wanted whole, within a time and a size; half an answer is none.
enum DocumentFetch {
  struct Request: Sendable {
    var verb = "GET"
    let url: UpstreamURL
    var fields: [(name: String, value: String)] = []
    var body: [UInt8]?
    var token: Redacted<String>?
  }

  /// Fails with an ``UpstreamFailure``.
  static func send(
    _ request: Request, on loop: LoopState, bytesMax: Int, timeout: Duration, connectionsMax: Int = 128,
    peers: Set<SPIFFEID> = []
  ) -> EventLoopFuture<CollectedCall.Answer> {
    var limits = UpstreamLimits()
    limits.answerTimeout = timeout
    limits.waitTimeout = timeout
    limits.connectTimeout = min(timeout, limits.connectTimeout)
    limits.connectionsMax = connectionsMax
    limits.peers = peers
    return CollectedCall.send(
      bytes(of: request), through: loop.pools.pool(for: request.url.origin, limits: limits), on: loop.eventLoop,
      bytesMax: bytesMax, timeout: timeout)
  }

  private static func bytes(of request: Request) -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: 512 + (request.body?.count ?? 0))
    buffer.writeString("\(request.verb) \(request.url.path) HTTP/1.1\r\nhost: \(request.url.origin.authority)\r\n")
    buffer.writeStaticString("accept-encoding: identity\r\nuser-agent: precinct\r\n")
    for (name, value) in request.fields where value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) {
      buffer.writeString("\(name): \(value)\r\n")
    }
    if let token = request.token { buffer.writeString("authorization: Bearer \(token.exposed())\r\n") }
    if let body = request.body {
      if !request.fields.contains(where: { $0.name.lowercased() == "content-type" }) {
        buffer.writeStaticString("content-type: application/json\r\n")
      }
      buffer.writeString("content-length: \(body.count)\r\n\r\n")
      buffer.writeBytes(body)
    } else {
      buffer.writeStaticString("\r\n")
    }
    return buffer
  }
}
