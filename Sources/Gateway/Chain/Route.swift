/// What a path of the data plane means.
enum Route: Sendable, Equatable {
  /// `/` and `/mcp` (every registered tool), or `/servers/<name>/mcp` (one server alone).
  case mcp(server: String?)
  case health
  case protectedResource

  init?(path: ArraySlice<UInt8>) {
    if path.elementsEqual("/".utf8) || path.elementsEqual("/mcp".utf8) || path.elementsEqual("/mcp/".utf8) {
      self = .mcp(server: nil)
    } else if path.elementsEqual("/health".utf8) {
      self = .health
    } else if path.starts(with: "/.well-known/oauth-protected-resource".utf8) {
      self = .protectedResource
    } else if let server = Self.server(path) {
      self = .mcp(server: server)
    } else {
      return nil
    }
  }

  private static func server(_ path: ArraySlice<UInt8>) -> String? {
    let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 4, parts[0].isEmpty, parts[1].elementsEqual("servers".utf8), parts[3].elementsEqual("mcp".utf8),
      !parts[2].isEmpty
    else { return nil }
    return String(decoding: parts[2], as: UTF8.self)
  }
}
