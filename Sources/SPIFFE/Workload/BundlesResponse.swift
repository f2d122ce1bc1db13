/// The answer of `FetchX509Bundles` (authorities in DER, one after the other) and of `FetchJWTBundles` (JSON Web
/// Key Sets), each by the SPIFFE ID of its trust domain.
///
/// - Source: SPIFFE Workload API §5.2.2, §6.2.2.
public struct BundlesResponse: Sendable, Hashable {
  public var bundles: [String: [UInt8]]
  private let fieldNumber: UInt64

  private init(_ bundles: [String: [UInt8]], fieldNumber: UInt64) {
    self.bundles = bundles
    self.fieldNumber = fieldNumber
  }

  public static func x509(_ bundles: [String: [UInt8]]) -> BundlesResponse { .init(bundles, fieldNumber: 2) }
  public static func jwt(_ bundles: [String: [UInt8]]) -> BundlesResponse { .init(bundles, fieldNumber: 1) }

  public static func x509(wire bytes: [UInt8]) throws(WireError) -> BundlesResponse { try read(bytes, 2) }
  public static func jwt(wire bytes: [UInt8]) throws(WireError) -> BundlesResponse { try read(bytes, 1) }

  private static func read(_ bytes: [UInt8], _ number: UInt64) throws(WireError) -> BundlesResponse {
    var response = BundlesResponse([:], fieldNumber: number)
    var reader = WireReader(bytes[...])
    while let field = try reader.next() {
      if field.number == number { try WireReader.readEntry(field.value, into: &response.bundles) }
    }
    return response
  }

  public var wire: [UInt8] {
    var writer = WireWriter()
    writer.map(fieldNumber, bundles)
    return writer.bytes
  }
}
