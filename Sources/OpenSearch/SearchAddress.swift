/// Where a search API is: `https://HOST[:PORT]`, without a path.
public struct SearchAddress: Sendable, Equatable, CustomStringConvertible {
  /// A name or an IP address, without brackets.
  public let host: String
  public let port: Int

  static let portDefault = 9_200

  /// - Throws: ``SearchError`` `opensearch_settings_invalid` for anything but HTTPS: credentials and records do not
  ///   travel in the clear.
  public init(_ text: String) throws(SearchError) {
    let scheme = "https://"
    guard text.hasPrefix(scheme) else { throw Self.invalid(text, "it must begin with https://") }
    var rest = text.dropFirst(scheme.count)
    if rest.hasSuffix("/") { rest = rest.dropLast() }
    guard !rest.contains(where: { "/?#@ ".contains($0) }) else {
      throw Self.invalid(text, "it is host and port only; name the user with --opensearch-username")
    }
    var host = rest
    var port: Int? = Self.portDefault
    if rest.hasPrefix("["), let end = rest.firstIndex(of: "]") {
      host = rest[rest.index(after: rest.startIndex)..<end]
      let tail = rest[rest.index(after: end)...]
      if !tail.isEmpty { port = tail.hasPrefix(":") ? Int(tail.dropFirst()) : nil }
    } else if let colon = rest.lastIndex(of: ":") {
      host = rest[..<colon]
      port = Int(rest[rest.index(after: colon)...])
    }
    let isBracketed = rest.hasPrefix("[")
    guard !host.isEmpty, !host.contains("["), !host.contains("]"), isBracketed || !host.contains(":"),
      let port, (1...65_535).contains(port)
    else { throw Self.invalid(text, "host or port is missing") }
    self.host = String(host)
    self.port = port
  }

  /// As a `Host` field names it.
  var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  public var description: String { "https://\(authority)" }

  private static func invalid(_ text: String, _ reason: String) -> SearchError {
    SearchError(.settingsInvalid, "\"\(text.prefix(256))\" is no address of a search API: \(reason).")
  }
}
