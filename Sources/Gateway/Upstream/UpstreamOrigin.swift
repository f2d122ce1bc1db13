/// Where an HTTP upstream listens. Source: RFC 9110 §4.3.1; RFC 6454 for the name.
struct UpstreamOrigin: Sendable, Hashable {
  let isSecure: Bool
  let host: String
  let port: Int

  /// `host:port` as the Host field has it; the default port is left out.
  var authority: String {
    let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
  }
}

/// An absolute http or https URL, split into what a client needs.
struct UpstreamURL: Sendable, Hashable {
  let origin: UpstreamOrigin
  /// Path with query, beginning with `/`.
  let path: String

  /// Nil if the text is no such URL, names a user, or holds bytes that do not belong into a request line.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    let rest: ArraySlice<UInt8>
    let isSecure: Bool
    if bytes.starts(with: "http://".utf8) {
      (rest, isSecure) = (bytes.dropFirst(7), false)
    } else if bytes.starts(with: "https://".utf8) {
      (rest, isSecure) = (bytes.dropFirst(8), true)
    } else {
      return nil
    }
    let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    let tail = rest[authority.endIndex...].prefix { $0 != UInt8(ascii: "#") }
    guard let (host, port) = Self.split(authority) else { return nil }
    origin = UpstreamOrigin(isSecure: isSecure, host: host, port: port ?? (isSecure ? 443 : 80))
    let path = String(decoding: tail, as: UTF8.self)
    self.path = path.utf8.first == UInt8(ascii: "/") ? path : "/" + path
  }

  /// The URL with one more path segment or several.
  func appending(_ segments: String) -> UpstreamURL {
    UpstreamURL(origin: origin, path: (path.hasSuffix("/") ? path : path + "/") + segments)
  }

  /// Where `reference` leads from here; nil if that is another origin, or no place at all.
  ///
  /// - Source: RFC 3986 §5.2. Dot segments are refused, because no server needs them here.
  func resolving(_ reference: String) -> UpstreamURL? {
    let bytes = Array(reference.utf8)
    guard !bytes.isEmpty, bytes.count <= Self.bytesMax, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      !reference.contains("/../"), !reference.contains("/./")
    else { return nil }
    if bytes.starts(with: "//".utf8) { return sameOrigin(UpstreamURL((origin.isSecure ? "https:" : "http:") + reference)) }
    if bytes.first == UInt8(ascii: "/") { return UpstreamURL(origin: origin, path: reference) }
    if let colon = bytes.firstIndex(of: UInt8(ascii: ":")), !bytes[..<colon].contains(UInt8(ascii: "/")) {
      return sameOrigin(UpstreamURL(reference))
    }
    if bytes.first == UInt8(ascii: "?") { return UpstreamURL(origin: origin, path: pathOnly + reference) }
    let directory = pathOnly.utf8.lastIndex(of: UInt8(ascii: "/")).map { pathOnly[...$0] } ?? "/"
    return UpstreamURL(origin: origin, path: directory + reference)
  }

  /// Longest reference that is followed, in bytes.
  private static let bytesMax = 4_096

  private func sameOrigin(_ url: UpstreamURL?) -> UpstreamURL? { url?.origin == origin ? url : nil }

  private var pathOnly: String { String(decoding: path.utf8.prefix { $0 != UInt8(ascii: "?") }, as: UTF8.self) }

  private init(origin: UpstreamOrigin, path: String) {
    self.origin = origin
    self.path = path
  }

  private static func split(_ authority: ArraySlice<UInt8>) -> (host: String, port: Int?)? {
    guard !authority.isEmpty, !authority.contains(UInt8(ascii: "@")) else { return nil }
    var host = authority
    var after = authority[authority.endIndex...]
    if authority.first == UInt8(ascii: "[") {
      guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      host = authority[(authority.startIndex + 1)..<end]
      after = authority[(end + 1)...]
    } else if let colon = authority.firstIndex(of: UInt8(ascii: ":")) {
      host = authority[..<colon]
      after = authority[colon...]
    }
    guard !host.isEmpty else { return nil }
    let name = String(decoding: host, as: UTF8.self)
    guard !after.isEmpty else { return (name, nil) }
    guard after.first == UInt8(ascii: ":"), let port = HTTPSyntax.number(after.dropFirst()), (1...65_535).contains(port)
    else { return nil }
    return (name, port)
  }
}
