/// The header fields that the gateway looks at, so that a field is recognised once and then found by number.
enum KnownField: UInt8, CaseIterable {
  case other
  case accept
  case acceptEncoding
  case authorization
  case connection
  case contentEncoding
  case contentLength
  case contentType
  case cookie
  case expect
  case host
  case keepAlive
  case lastEventID
  case location
  case mcpMethod
  case mcpName
  case mcpProtocolVersion
  case mcpSessionID
  case origin
  case proxyAuthorization
  case proxyConnection
  case retryAfter
  case server
  case setCookie
  case spiffeID
  case stepUpToken
  case te
  case trailer
  case traceparent
  case tracestate
  case transferEncoding
  case upgrade
  case date
  case allow
  case cacheControl

  /// The name on the wire, in lower case.
  var name: StaticString {
    switch self {
    case .other: ""
    case .accept: "accept"
    case .acceptEncoding: "accept-encoding"
    case .authorization: "authorization"
    case .connection: "connection"
    case .contentEncoding: "content-encoding"
    case .contentLength: "content-length"
    case .contentType: "content-type"
    case .cookie: "cookie"
    case .expect: "expect"
    case .host: "host"
    case .keepAlive: "keep-alive"
    case .lastEventID: "last-event-id"
    case .location: "location"
    case .mcpMethod: "mcp-method"
    case .mcpName: "mcp-name"
    case .mcpProtocolVersion: "mcp-protocol-version"
    case .mcpSessionID: "mcp-session-id"
    case .origin: "origin"
    case .proxyAuthorization: "proxy-authorization"
    case .proxyConnection: "proxy-connection"
    case .retryAfter: "retry-after"
    case .server: "server"
    case .setCookie: "set-cookie"
    case .spiffeID: "x-spiffe-id"
    case .stepUpToken: "x-step-up-token"
    case .te: "te"
    case .trailer: "trailer"
    case .traceparent: "traceparent"
    case .tracestate: "tracestate"
    case .transferEncoding: "transfer-encoding"
    case .upgrade: "upgrade"
    case .date: "date"
    case .allow: "allow"
    case .cacheControl: "cache-control"
    }
  }

  /// Known fields by the length of their name: a name is compared with the few of its length only.
  private static let byLength: [[KnownField]] = {
    var table: [[KnownField]] = Array(repeating: [], count: 32)
    for field in allCases where field != .other { table[field.name.utf8CodeUnitCount].append(field) }
    return table
  }()

  /// Recognises a name, in any case.
  static func recognise(_ name: Span<UInt8>) -> KnownField {
    guard name.count < byLength.count else { return .other }
    for candidate in byLength[name.count] where HTTPSyntax.equalsIgnoringCase(name, candidate.name) { return candidate }
    return .other
  }

  /// Fields that end at the next hop. Source: RFC 9110 §7.6.1.
  var isHopByHop: Bool {
    switch self {
    case .connection, .keepAlive, .proxyConnection, .te, .trailer, .transferEncoding, .upgrade, .proxyAuthorization: true
    default: false
    }
  }
}
