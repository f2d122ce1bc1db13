/// A SPIFFE ID, such as `spiffe://example.org/agents/mcp-client/my-agent/dev`: parsed and valid, or not
/// there.
///
/// Nothing is normalised. There is exactly one spelling of each ID: no port, user, query, fragment,
/// percent-encoding, empty or dot segments, and no trailing slash, so that equal IDs are equal texts.
///
/// - Source: SPIFFE-ID §2 <https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md>.
public struct SPIFFEID: Sendable {
  static let scheme = Array("spiffe://".utf8)

  /// The whole ID, at most ``SPIFFELimits/idBytesMax`` bytes of ASCII.
  public let text: String
  /// Length of the trust domain's name, in bytes.
  private let domainBytes: Int

  /// Reads an ID.
  ///
  /// - Complexity: One pass, O(n) in bytes.
  public init(_ text: String) throws(SPIFFEIDError) {
    let bytes = text.utf8
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= SPIFFELimits.idBytesMax else { throw .tooLong }
    guard bytes.starts(with: SPIFFEID.scheme) else { throw .wrongScheme }
    let rest = bytes.dropFirst(SPIFFEID.scheme.count)
    let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    try TrustDomain.check(rest[..<slash])
    try SPIFFEID.checkPath(rest[slash...])
    self.text = text
    domainBytes = rest[..<slash].count
  }

  /// Joins a domain and path segments.
  ///
  /// - Throws: ``SPIFFEIDError`` if a segment is empty, is a dot segment or holds a character that may not
  ///   be there.
  public init(_ domain: TrustDomain, _ segments: [String]) throws(SPIFFEIDError) {
    var text = "spiffe://" + domain.name
    for segment in segments {
      guard !segment.utf8.contains(UInt8(ascii: "/")) else { throw .pathCharacter }
      text += "/" + segment
    }
    try self.init(text)
  }

  init(checked text: String, domainBytes: Int) {
    self.text = text
    self.domainBytes = domainBytes
  }

  private static func checkPath(_ path: some Collection<UInt8>) throws(SPIFFEIDError) {
    guard !path.isEmpty else { return }
    var segmentBytes = 0
    var dotsOnly = true
    for byte in path.dropFirst() {
      switch byte {
      case UInt8(ascii: "/"):
        guard segmentBytes > 0 else { throw .emptySegment }
        guard !dotsOnly || segmentBytes > 2 else { throw .dotSegment }
        segmentBytes = 0
        dotsOnly = true
      case UInt8(ascii: "."):
        segmentBytes += 1
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        segmentBytes += 1
        dotsOnly = false
      default:
        throw .pathCharacter
      }
    }
    guard segmentBytes > 0 else { throw .trailingSlash }
    guard !dotsOnly || segmentBytes > 2 else { throw .dotSegment }
  }

  /// The domain that vouches for this ID.
  public var trustDomain: TrustDomain {
    TrustDomain(
      checked: String(decoding: text.utf8.dropFirst(SPIFFEID.scheme.count).prefix(domainBytes), as: UTF8.self)
    )
  }

  /// The path with its leading slash, or nothing for the ID of a trust domain.
  public var path: Substring.UTF8View {
    Substring(text).utf8.dropFirst(SPIFFEID.scheme.count + domainBytes)
  }

  /// The segments of the path, in order.
  public var segments: [String] {
    path.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether this is the ID of `domain` or of a workload in it; compares bytes and allocates nothing.
  public func isMember(of domain: TrustDomain) -> Bool {
    domain.name.utf8.count == domainBytes
      && text.utf8.dropFirst(SPIFFEID.scheme.count).starts(with: domain.name.utf8)
  }
}

extension SPIFFEID: Hashable {
  public static func == (left: Self, right: Self) -> Bool { left.text == right.text }

  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

extension SPIFFEID: CustomStringConvertible {
  public var description: String { text }
}
