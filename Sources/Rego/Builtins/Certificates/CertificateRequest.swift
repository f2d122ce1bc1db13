/// A certification request (RFC 2986).
struct CertificateRequest {
  private let raw: ArraySlice<UInt8>
  private let signedPart: ArraySlice<UInt8>
  private let version: Int
  private let subject: DistinguishedName
  private let publicKey: PublicKeyInfo
  private let signatureAlgorithm: SignatureIdentifier
  private let signature: ArraySlice<UInt8>
  private let extensions: CertificateExtensions

  init(_ bytes: [UInt8]) throws(BuiltinError) {
    guard let element = DERElement.only(bytes[...]), let outer = element.sequence, outer.count == 3,
      let fields = outer[0].sequence, fields.count >= 3, let number = fields[0].integer?.int64, let signature = outer[2].bits
    else { throw .failed("asn1: structure error: malformed certificate request") }
    raw = element.whole
    signedPart = outer[0].whole
    version = Int(clamping: number)
    self.signature = signature
    signatureAlgorithm = SignatureIdentifier(outer[1])
    guard let subject = DistinguishedName(fields[1]), let key = PublicKeyInfo(fields[2]) else {
      throw .failed("asn1: structure error: malformed certificate request")
    }
    self.subject = subject
    publicKey = key
    // The attribute `extensionRequest` holds extensions as a certificate does.
    let attributes = (fields.dropFirst(3).first { $0.tag == 0xA0 }).flatMap(\.children) ?? []
    let wanted = attributes.first { $0.sequence?.first?.identifierText == "1.2.840.113549.1.9.14" }
    extensions = try CertificateExtensions(wanted?.sequence?.last?.children?.first?.sequence ?? [])
  }

  func value(_ json: CertificateValue) -> Value {
    let names = ["Extensions", "ExtraExtensions", "DNSNames", "EmailAddresses", "IPAddresses", "URIs"]
    return json.object(
      [
        ("Raw", json.data(raw)), ("RawTBSCertificateRequest", json.data(signedPart)),
        ("RawSubjectPublicKeyInfo", json.data(publicKey.raw)), ("RawSubject", json.data(subject.raw)),
        ("Version", .integer(version)), ("Signature", json.data(signature)),
        ("SignatureAlgorithm", .integer(signatureAlgorithm.rawValue)),
        ("PublicKeyAlgorithm", .integer(publicKey.algorithm.rawValue)), ("PublicKey", publicKey.value(json)),
        ("Subject", subject.value(json)), ("Attributes", json.arena.array([])),
      ] + extensions.members(json).filter { names.contains($0.0) })
  }
}
