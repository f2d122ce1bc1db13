/// An X.509 certificate, taken apart (RFC 5280, section 4).
struct Certificate {
  let raw: ArraySlice<UInt8>
  let signedPart: ArraySlice<UInt8>
  let version: Int
  let serialNumber: BigInteger
  let signatureAlgorithm: SignatureIdentifier
  let signature: ArraySlice<UInt8>
  let issuer: DistinguishedName
  let subject: DistinguishedName
  /// Nanoseconds since 1970.
  let notBefore: Int64
  let notAfter: Int64
  let publicKey: PublicKeyInfo
  let extensions: CertificateExtensions

  static let malformed = BuiltinError.failed("x509: malformed certificate")

  /// All certificates of a PEM text, or of DER one behind the other; both may be in base64.
  static func read(_ text: Text) throws(BuiltinError) -> [Certificate] {
    var bytes = text.bytes
    if !bytes.starts(with: "-----BEGIN".utf8) { bytes = try GoBase64.decode(bytes, .standard) }
    guard bytes.starts(with: "-----BEGIN".utf8) else { return try certificates(in: bytes[...]) }
    var all: [UInt8] = []
    for block in PEMBlock.all(in: bytes) {
      guard block.label == "CERTIFICATE" else { throw .failed("PEM block type is '\(block.label)', expected CERTIFICATE") }
      all += block.bytes
    }
    return try certificates(in: all[...])
  }

  private static func certificates(in bytes: ArraySlice<UInt8>) throws(BuiltinError) -> [Certificate] {
    var rest = bytes
    var result: [Certificate] = []
    while !rest.isEmpty {
      guard let element = DERElement(&rest) else { throw malformed }
      result.append(try Certificate(element))
    }
    return result
  }

  init(_ element: DERElement) throws(BuiltinError) {
    guard let outer = element.sequence, outer.count == 3, var fields = outer[0].sequence, let signature = outer[2].bits
    else { throw Self.malformed }
    raw = element.whole
    signedPart = outer[0].whole
    self.signature = signature
    signatureAlgorithm = SignatureIdentifier(outer[1])
    var version = 1
    if let first = fields.first, first.tag == 0xA0 {
      guard let number = first.children?.first?.integer?.int64, number <= 2 else { throw .failed("x509: invalid version") }
      version = Int(number) + 1
      fields.removeFirst()
    }
    self.version = version
    guard fields.count >= 6, let serial = fields[0].integer else { throw Self.malformed }
    serialNumber = serial
    guard let issuer = DistinguishedName(fields[2]), let subject = DistinguishedName(fields[4]) else {
      throw .failed("x509: invalid RDNSequence")
    }
    self.issuer = issuer
    self.subject = subject
    guard let validity = fields[3].sequence, validity.count == 2, let start = validity[0].time, let end = validity[1].time
    else { throw .failed("x509: malformed validity") }
    notBefore = start
    notAfter = end
    guard let key = PublicKeyInfo(fields[5]) else { throw .failed("x509: malformed spki") }
    publicKey = key
    let container = fields.dropFirst(6).first { $0.tag == 0xA3 }
    extensions = try CertificateExtensions(container?.children?.first?.sequence ?? [])
  }

  func value(_ json: CertificateValue, withURIs: Bool = true) -> Value {
    var members: [(String, Value)] = [
      ("Raw", json.data(raw)), ("RawTBSCertificate", json.data(signedPart)), ("RawSubjectPublicKeyInfo", json.data(publicKey.raw)),
      ("RawSubject", json.data(subject.raw)), ("RawIssuer", json.data(issuer.raw)), ("Signature", json.data(signature)),
      ("SignatureAlgorithm", .integer(signatureAlgorithm.rawValue)),
      ("PublicKeyAlgorithm", .integer(publicKey.algorithm.rawValue)), ("PublicKey", publicKey.value(json)),
      ("Version", .integer(version)), ("SerialNumber", json.number(serialNumber)), ("Issuer", issuer.value(json)),
      ("Subject", subject.value(json)), ("NotBefore", json.time(notBefore)), ("NotAfter", json.time(notAfter)),
    ]
    members += extensions.members(json)
    if withURIs { members.append(("URIStrings", json.list(extensions.names.uris))) }
    return json.object(members)
  }
}
