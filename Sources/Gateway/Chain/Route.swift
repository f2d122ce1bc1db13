/// What a path of the data plane means.
enum Route: Sendable, Equatable {
  /// `/` and `/mcp` (every registered tool), or `/servers/<name>/mcp` (one server alone).
  case mcp(server: String?)
  /// `/sse` and `/servers/<name>/sse`: HTTP+SSE, as revision 2024-11-05 has it.
  case eventStream(server: String?)
  /// Where a client of HTTP+SSE posts: the address that its stream was given.
  case messages(String)
  case health
  case protectedResource

  /// The server that the path names: an inner nil means all of them, an outer one that the path is no place of MCP.
  var server: String?? {
    switch self {
    case .mcp(let server), .eventStream(let server): .some(server)
    case .messages, .health, .protectedResource: nil
    }
  }

  init?(path: ArraySlice<UInt8>) {
    if path.elementsEqual("/".utf8) || path.elementsEqual("/mcp".utf8) || path.elementsEqual("/mcp/".utf8) {
      self = .mcp(server: nil)
    } else if path.elementsEqual("/health".utf8) {
      self = .health
    } else if path.starts(with: "/.well-known/oauth-protected-resource".utf8) {
      self = .protectedResource
    } else if path.elementsEqual("/sse".utf8) {
      self = .eventStream(server: nil)
    } else if path.starts(with: "/messages/".utf8) {
      self = .messages(String(decoding: path.dropFirst(10), as: UTF8.self))
    } else if let server = Self.server(path, "mcp") {
      self = .mcp(server: server)
    } else if let server = Self.server(path, "sse") {
      self = .eventStream(server: server)
    } else {
      return nil
    }
  }

  private static func server(_ path: ArraySlice<UInt8>, _ last: String) -> String? {
    let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].isEmpty, parts[1].elementsEqual("servers".utf8), parts[3].elementsEqual(last.utf8),
      !parts[2].isEmpty
    else { return nil }
    return String(decoding: parts[2], as: UTF8.self)
  }
}
