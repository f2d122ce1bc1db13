import Basics
import MCP
import SPIFFE

extension RequestFacts {
  /// Reads the facts from a request's head. Returns nil for a method that no route takes.
  init?(_ head: HTTPHead, route: Route, peer: Peer) {
    switch head.method {
    case .post: verb = .post
    case .get: verb = .get
    case .delete: verb = .delete
    default: return nil
    }
    self.route = route
    self.peer = peer.address
    isLoopback = peer.isLoopback
    peerSVID = peer.svid
    for field in head.fields { read(field, of: head) }
  }

  private mutating func read(_ field: HTTPHead.Field, of head: HTTPHead) {
    let value = head.slice(field.value)
    var text: String { String(decoding: value, as: UTF8.self) }
    switch field.known {
    case .accept:
      acceptsEventStream = acceptsEventStream || HTTPSyntax.list(value, holds: "text/event-stream")
      acceptsJSON = acceptsJSON || HTTPSyntax.list(value, holds: "application/json")
    case .contentType: isJSON = Self.isJSON(value)
    case .contentEncoding: hasContentCoding = !HTTPSyntax.equalsIgnoringCase(value, "identity")
    case .contentLength: declaredBytes = HTTPSyntax.number(value)
    case .spiffeID: identityHeaders.append(text)
    case .authorization: authorization.append(text)
    case .mcpSessionID: mirror(.sessionID, value)
    case .mcpProtocolVersion: mirror(.protocolVersion, value)
    case .mcpMethod: mirror(.method, value)
    case .mcpName: mirror(.name, value)
    case .lastEventID: mirror(.lastEventID, value)
    case .stepUpToken: stepUpToken = text
    case .traceparent: traceparent = text
    case .origin: origin = text
    case .host: host = text
    case .other:
      let name = head.slice(field.name)
      if name.count > 10, HTTPSyntax.equalsIgnoringCase(name.prefix(10), "mcp-param-") {
        parameterFields.append((String(decoding: name, as: UTF8.self), text))
      }
    default: break
    }
  }

  private mutating func mirror(_ field: MCPHeaders.Field, _ value: ArraySlice<UInt8>) {
    do throws(HeaderError) {
      try mirrored.add(field, value)
    } catch {
      headerFault = error
    }
  }

  /// `application/json`, with UTF-8 or no charset.
  private static func isJSON(_ value: ArraySlice<UInt8>) -> Bool {
    if HTTPSyntax.equalsIgnoringCase(value, "application/json") { return true }
    let parts = value.split(separator: UInt8(ascii: ";")).map(HTTPSyntax.trimmed)
    guard let type = parts.first, HTTPSyntax.equalsIgnoringCase(type, "application/json") else { return false }
    return parts.dropFirst().allSatisfy { parameter in
      guard parameter.count > 8, HTTPSyntax.equalsIgnoringCase(parameter.prefix(8), "charset=") else { return true }
      let charset = parameter.dropFirst(8).filter { $0 != UInt8(ascii: "\"") }
      return HTTPSyntax.equalsIgnoringCase(charset[...], "utf-8")
    }
  }
}
