import Basics
public import SPIFFE

/// The SPIFFE IDs of subjects that an outside issuer of tokens vouches for: `external/<subject>`.
///
/// A path segment of a SPIFFE ID has no room for `%`, so that a subject is escaped as in a URL with `_` in
/// its place: `alice@example.com` is `alice_40example.com`. Letters, digits, `.` and `-` stand for
/// themselves, every other byte is `_` and two upper-case hexadecimal digits. No two subjects share an ID.
public enum ExternalSubject {
  /// A subject, in bytes; escaped three times as long at most.
  static let bytesMax = 512

  /// The ID of `subject` in `domain`, or nil if it is empty or too long.
  public static func id(of subject: String, in domain: TrustDomain) -> SPIFFEID? {
    guard !subject.isEmpty, subject.utf8.count <= bytesMax else { return nil }
    return try? SPIFFEID(domain, ["external", encoded(subject)])
  }

  static func encoded(_ subject: String) -> String {
    // `.` and `..` would be dot segments.
    let dotsOnly = subject.utf8.allSatisfy { $0 == UInt8(ascii: ".") }
    var text: [UInt8] = []
    for byte in subject.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        text.append(byte)
      case UInt8(ascii: ".") where !dotsOnly:
        text.append(byte)
      default:
        text.append(UInt8(ascii: "_"))
        text.append(contentsOf: Hex.encode(CollectionOfOne(byte)).uppercased().utf8)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The subject of an escaped segment; the segment itself if it is no such escape.
  static func decoded(_ segment: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(segment.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "_") else {
        bytes.append(byte)
        continue
      }
      guard let value = Hex.decode(rest.prefix(2)), value.count == 1 else { return segment }
      bytes.append(value[0])
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self) ?? segment
  }
}
