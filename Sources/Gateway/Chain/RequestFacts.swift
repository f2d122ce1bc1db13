import Basics
import MCP
import SPIFFE

/// What the HTTP side of a request says, taken from the head once.
struct RequestFacts: Sendable {
  enum Verb: String, Sendable {
    case post = "POST"
    case get = "GET"
    case delete = "DELETE"
  }

  var verb = Verb.post
  var route = Route.mcp(server: nil)
  /// Address of the peer, without its port.
  var peer = ""
  var isLoopback = false
  /// The SVID of the mutual TLS connection, verified.
  var peerSVID: VerifiedSVID?
  /// Values of X-SPIFFE-ID, in order.
  var identityHeaders: [String] = []
  /// Values of Authorization, in order.
  var authorization: [String] = []
  /// The fields that mirror the body.
  var mirrored = MCPHeaders()
  /// A routing field is repeated or unreadable.
  var headerFault: HeaderError?
  /// Fields whose names begin with `mcp-param-`, as they came; the modern revision wants them passed on.
  var parameterFields: [(name: String, value: String)] = []
  /// Whose channel the message came on; nobody else may use it.
  var channelOwner: String?
  var traceparent: String?
  var stepUpToken: String?
  var origin: String?
  var host: String?
  var acceptsJSON = false
  var acceptsEventStream = false
  var isJSON = false
  var hasContentCoding = false
  /// Content-Length, if given.
  var declaredBytes: Int?

  var sessionID: String? { mirrored.sessionID.map { String(decoding: $0, as: UTF8.self) } }
  var protocolVersion: String? { mirrored.protocolVersion.map { String(decoding: $0, as: UTF8.self) } }

  /// Names the session that a message on a channel belongs to.
  mutating func setSession(_ id: String) {
    guard mirrored.sessionID == nil else { return }
    try? mirrored.add(.sessionID, Array(id.utf8)[...])
  }

  /// Both media types are accepted: the caller is an MCP client and reads JSON-RPC errors.
  var isMCPClient: Bool { acceptsJSON && acceptsEventStream }
}
