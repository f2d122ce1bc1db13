/// The name of a trust domain, such as `prod.example.com`: parsed and valid, or not there.
///
/// - Source: SPIFFE-ID §2.1.
public struct TrustDomain: Hashable, Sendable {
  /// The name, without scheme: 1 to 255 bytes of `a-z`, `0-9`, `.`, `-`, `_`.
  public let name: String

  /// Reads a bare name (`example.org`) or the SPIFFE ID of the domain itself (`spiffe://example.org`).
  ///
  /// Names are not case-folded: upper case is an error, because two spellings of one domain are a way around
  /// an allow-list.
  public init(_ text: String) throws(SPIFFEIDError) {
    var name = text.utf8[...]
    if name.starts(with: SPIFFEID.scheme) { name = name.dropFirst(SPIFFEID.scheme.count) }
    try TrustDomain.check(name)
    self.name = String(decoding: name, as: UTF8.self)
  }

  /// For callers that have checked the name.
  init(checked name: String) {
    self.name = name
  }

  static func check(_ name: some Collection<UInt8>) throws(SPIFFEIDError) {
    guard !name.isEmpty else { throw .missingTrustDomain }
    guard name.count <= SPIFFELimits.trustDomainBytesMax else { throw .trustDomainTooLong }
    for byte in name {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
        continue
      default:
        throw .trustDomainCharacter
      }
    }
  }

  /// The SPIFFE ID of the domain itself, which has no path.
  public var id: SPIFFEID { SPIFFEID(checked: "spiffe://" + name, domainBytes: name.utf8.count) }
}

extension TrustDomain: CustomStringConvertible {
  public var description: String { name }
}
