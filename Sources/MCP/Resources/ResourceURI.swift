import Basics

/// The parts of a resource's URI, read strictly enough that no server can take it for another resource than a
/// policy did.
///
/// Refused are texts without a scheme, with control characters or backslashes, with broken escapes, and with path
/// segments that lead elsewhere: `.` and `..`, written out or escaped, and escaped separators. Spaces and letters
/// outside ASCII pass, because servers use them in names.
///
/// - Source: RFC 3986 §3, §5.2.4 and §6.2.2.
public struct ResourceURI: Sendable, Equatable {
  /// In lower case.
  public let scheme: String
  /// User, host and port as they stand; nil without `//`.
  public let authority: String?
  /// The path as it stands, without query and fragment.
  public let path: String
  /// The path's segments, unescaped.
  public let segments: [String]

  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }),
      let colon = bytes.firstIndex(of: UInt8(ascii: ":")), let scheme = Self.scheme(bytes[..<colon])
    else { return nil }
    var rest = bytes[(colon + 1)...]
    rest = rest.prefix { $0 != UInt8(ascii: "#") }
    rest = rest.prefix { $0 != UInt8(ascii: "?") }
    var authority: ArraySlice<UInt8>?
    if rest.starts(with: "//".utf8) {
      let host = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
      authority = host
      rest = rest[host.endIndex...]
    }
    var segments: [String] = []
    for part in rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let segment = Self.unescaped(part), !Self.leadsElsewhere(segment) else { return nil }
      segments.append(String(decoding: segment, as: UTF8.self))
    }
    // A host is no place for dots alone either: servers of file-like schemes take it for the first segment.
    if let authority {
      guard let host = Self.unescaped(authority), !Self.leadsElsewhere(host) else { return nil }
    }
    self.scheme = scheme
    self.authority = authority.map { String(decoding: $0, as: UTF8.self) }
    path = String(decoding: rest, as: UTF8.self)
    self.segments = segments
  }

  private static func scheme(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let first = bytes.first, isLetter(first),
      bytes.allSatisfy({ isLetter($0) || $0 &- 0x30 < 10 || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E })
    else { return nil }
    return String(decoding: bytes.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  /// The text that escapes stand for; nil for a broken escape, a separator or a control character in one, and for
  /// escapes of escapes of these.
  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    var text: [UInt8] = []
    var at = bytes.startIndex
    while at < bytes.endIndex {
      guard bytes[at] == UInt8(ascii: "%") else {
        text.append(bytes[at])
        at += 1
        continue
      }
      guard bytes.endIndex - at > 2, let high = digit(bytes[at + 1]), let low = digit(bytes[at + 2]) else { return nil }
      let byte = high << 4 | low
      guard byte >= 0x20, byte != 0x7F, byte != UInt8(ascii: "/"), byte != UInt8(ascii: "\\") else { return nil }
      // A server that unescapes twice would see what is hidden behind this one.
      guard byte != UInt8(ascii: "%") || !hidesAnEscape(bytes[(at + 3)...]) else { return nil }
      text.append(byte)
      at += 3
    }
    return text
  }

  private static func hidesAnEscape(_ rest: ArraySlice<UInt8>) -> Bool {
    guard let first = rest.first, let second = rest.dropFirst().first else { return false }
    return digit(first) != nil && digit(second) != nil
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  private static func leadsElsewhere(_ segment: [UInt8]) -> Bool {
    segment == [0x2E] || segment == [0x2E, 0x2E]
  }
}
