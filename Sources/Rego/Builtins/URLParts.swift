internal import Basics

/// The parts of a URL (RFC 3986, RFC 6874), decoded; empty where they are missing.
struct URLParts {
  private(set) var scheme: [UInt8] = []
  private(set) var hostname: [UInt8] = []
  /// Host and port as they stand in a request's `host` header.
  private(set) var host: [UInt8] = []
  private(set) var port: [UInt8] = []
  private(set) var path: [UInt8] = []
  /// The path as written, where that is not how `path` would be written.
  private(set) var rawPath: [UInt8] = []
  private(set) var rawQuery: [UInt8] = []
  private(set) var fragment: [UInt8] = []

  init(_ bytes: [UInt8]) throws(BuiltinError) {
    let pieces = bytes.split(separator: UInt8(ascii: "#"), maxSplits: 1, omittingEmptySubsequences: false)
    do {
      try readHierarchy(Array(pieces[0]))
    } catch {
      throw URLParts.located(Array(pieces[0]), error)
    }
    guard pieces.count > 1 else { return }
    do {
      fragment = try URLEscapes.decoded(pieces[1], .fragment)
    } catch {
      throw URLParts.located(bytes, error)
    }
  }

  private static func located(_ text: [UInt8], _ error: BuiltinError) -> BuiltinError {
    .failed("parse \(String(decoding: GoQuote.quoted(text, asciiOnly: false), as: UTF8.self)): \(error.message)")
  }

  private mutating func readHierarchy(_ bytes: [UInt8]) throws(BuiltinError) {
    if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) { throw .failed("net/url: invalid control character in URL") }
    var rest = try readScheme(bytes[...])
    if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
      rawQuery = Array(rest[(mark + 1)...])
      rest = rest[..<mark]
    }
    guard rest.first == UInt8(ascii: "/") else {
      // `mailto:someone` has neither a host nor a path.
      if !scheme.isEmpty { return }
      if rest.prefix(while: { $0 != UInt8(ascii: "/") }).contains(UInt8(ascii: ":")) {
        throw .failed("first path segment in URL cannot contain colon")
      }
      return try readPath(rest)
    }
    let slashes = rest.prefix { $0 == UInt8(ascii: "/") }.count
    if slashes == 2 || slashes > 2 && !scheme.isEmpty {
      let authority = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
      try readAuthority(authority)
      rest = rest[authority.endIndex...]
    }
    try readPath(rest)
  }

  private mutating func readScheme(_ bytes: ArraySlice<UInt8>) throws(BuiltinError) -> ArraySlice<UInt8> {
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): continue
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
        if index == 0 { return bytes }
      case UInt8(ascii: ":"):
        if index == 0 { throw .failed("missing protocol scheme") }
        scheme = bytes.prefix(index).map { $0 &- 65 < 26 ? $0 | 0x20 : $0 }
        return bytes.dropFirst(index + 1)
      default: return bytes
      }
    }
    return bytes
  }

  private mutating func readAuthority(_ bytes: ArraySlice<UInt8>) throws(BuiltinError) {
    guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return try readHost(bytes) }
    try readHost(bytes[(at + 1)...])
    let user = bytes[..<at]
    let allowed = user.allSatisfy { URLEscapes.isUnreserved($0) || "!$&'()*+,;=%@:".utf8.contains($0) }
    guard allowed else { throw .failed("net/url: invalid userinfo") }
    _ = try URLEscapes.decoded(user, .user)
  }

  private mutating func readHost(_ bytes: ArraySlice<UInt8>) throws(BuiltinError) {
    if bytes.contains(UInt8(ascii: "[")) { return try readLiteral(bytes) }
    var host = bytes
    if let colon = bytes.lastIndex(of: UInt8(ascii: ":")) {
      try checkPort(bytes[colon...])
      port = Array(bytes[(colon + 1)...])
      host = bytes[..<colon]
    }
    hostname = try URLEscapes.decoded(host, .host)
    self.host = hostname + bytes[host.endIndex...]
  }

  /// `[::1]:80`, `[fe80::1%25en0]`.
  private mutating func readLiteral(_ bytes: ArraySlice<UInt8>) throws(BuiltinError) {
    guard let end = bytes.lastIndex(of: UInt8(ascii: "]")) else { throw .failed("missing ']' in host") }
    try checkPort(bytes[(end + 1)...])
    port = Array(bytes[(end + 1)...].dropFirst())
    guard bytes.first == UInt8(ascii: "["), bytes.startIndex < end else { throw .failed("invalid IP-literal") }
    let inner = bytes[(bytes.startIndex + 1)..<end]
    let percent = inner.firstIndex(of: UInt8(ascii: "%")) ?? end
    hostname = try URLEscapes.decoded(inner[..<percent], .host) + (try URLEscapes.decoded(inner[percent...], .zone))
    let address = String(decoding: hostname.prefix { $0 != UInt8(ascii: "%") }, as: UTF8.self)
    guard let network = Network(address), !address.contains("/") else {
      throw .failed("invalid host: ParseAddr(\"\(address)\"): unable to parse IP")
    }
    host = [UInt8(ascii: "[")] + hostname + bytes[end...]
    guard network.width == 128, hostname.last != UInt8(ascii: "%") else { throw .failed("invalid IP-literal") }
  }

  private func checkPort(_ bytes: ArraySlice<UInt8>) throws(BuiltinError) {
    guard !bytes.isEmpty else { return }
    guard bytes.first == UInt8(ascii: ":"), bytes.dropFirst().allSatisfy(Lexer.isDigit) else {
      let text = String(decoding: GoQuote.quoted(Array(bytes), asciiOnly: false), as: UTF8.self)
      throw .failed("invalid port \(text) after host")
    }
  }

  private mutating func readPath(_ bytes: ArraySlice<UInt8>) throws(BuiltinError) {
    path = try URLEscapes.decoded(bytes, .path)
    rawPath = URLEscapes.encodedPath(path).elementsEqual(bytes) ? path : Array(bytes)
  }
}

/// Percent-encoding of the parts of a URL.
enum URLEscapes {
  enum Part { case path, user, host, zone, fragment, query }

  static func isUnreserved(_ byte: UInt8) -> Bool {
    Lexer.isNamePart(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "~")
  }

  static func decoded(_ bytes: ArraySlice<UInt8>, _ part: Part) throws(BuiltinError) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == UInt8(ascii: "%") {
        let triple = bytes[index..<min(index + 3, bytes.endIndex)]
        guard triple.count == 3, let value = Hex.decode(triple.dropFirst())?.first, allows(value, triple, part) else {
          throw .failed("invalid URL escape \"\(String(decoding: triple, as: UTF8.self))\"")
        }
        result.append(value)
        index += 3
        continue
      }
      if part == .host || part == .zone, byte < 0x80, !isHostByte(byte) {
        throw .failed("invalid character \"\(UnicodeScalar(byte))\" in host name")
      }
      result.append(part == .query && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
      index += 1
    }
    return result
  }

  /// In hosts only bytes beyond ASCII may be escaped, in zones what a host may hold and the space too.
  private static func allows(_ value: UInt8, _ escape: ArraySlice<UInt8>, _ part: Part) -> Bool {
    let isPercent = escape.elementsEqual("%25".utf8)
    switch part {
    case .host: return value >= 0x80 || isPercent
    case .zone: return isPercent || value == UInt8(ascii: " ") || isHostByte(value)
    default: return true
    }
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    isUnreserved(byte) || "!$&'()*+,;=:[]<>\"".utf8.contains(byte)
  }

  static func encodedPath(_ bytes: [UInt8]) -> [UInt8] { encoded(bytes) { isUnreserved($0) || "$&+,/:;=@".utf8.contains($0) } }

  /// For queries: a space is `+`.
  static func encodedQuery(_ bytes: [UInt8]) -> [UInt8] {
    encoded(bytes) { isUnreserved($0) || $0 == UInt8(ascii: " ") }.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : $0 }
  }

  private static func encoded(_ bytes: [UInt8], _ isPlain: (UInt8) -> Bool) -> [UInt8] {
    var result: [UInt8] = []
    for byte in bytes {
      if isPlain(byte) {
        result.append(byte)
      } else {
        result.append(UInt8(ascii: "%"))
        result.append(contentsOf: Hex.encode([byte]).uppercased().utf8)
      }
    }
    return result
  }
}
