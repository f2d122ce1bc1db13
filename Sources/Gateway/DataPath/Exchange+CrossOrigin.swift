import NIOCore
import Telemetry

/// What browsers ask before and after a page talks to the gateway. Pages of other origins than those configured get
/// nothing.
///
/// - Source: WHATWG Fetch, CORS protocol; MCP 2025-11-25, Transports, Security Warning.
extension Exchange {
  /// Tells a browser what a page of `origin` may send.
  func answerPreflight(_ origin: String) {
    client?.stopReceiving()
    loop.runtime.metrics.activeRequests.increment()
    stage = .refusing
    var head = ByteBuffer()
    guard loop.runtime.doorway.isAllowed(origin: origin) else {
      stage = .deciding
      return refuse(Denial(.originForbidden, "Pages of this origin may not use the gateway."))
    }
    ResponseHead.begin(&head, status: 204)
    writeCrossOrigin(&head, origin)
    head.writeStaticString("access-control-allow-methods: POST, GET, DELETE\r\naccess-control-max-age: 600\r\n")
    head.writeStaticString("access-control-allow-headers: Authorization, Content-Type, Accept, Mcp-Session-Id, ")
    head.writeStaticString("MCP-Protocol-Version, Mcp-Method, Mcp-Name, Last-Event-ID, traceparent, X-SPIFFE-ID, ")
    head.writeStaticString("X-Step-Up-Token")
    // The names of these are the tools' own.
    for name in preflightHeaders where name.lowercased().hasPrefix("mcp-param-") {
      head.writeStaticString(", ")
      head.writeString(name)
    }
    head.writeStaticString("\r\n")
    answer.heldHead = head
    sendHeldAnswer()
  }

  /// Lets the page read the answer, and what in its head a client needs.
  func writeCrossOrigin(_ head: inout ByteBuffer, _ origin: String) {
    guard loop.runtime.doorway.isAllowed(origin: origin) else { return }
    ResponseHead.field(&head, "access-control-allow-origin", origin)
    head.writeStaticString("vary: origin\r\naccess-control-allow-credentials: true\r\n")
    head.writeStaticString(
      "access-control-expose-headers: Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, X-Precinct-Decision-Id\r\n")
  }
}
