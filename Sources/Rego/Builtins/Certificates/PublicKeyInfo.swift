/// A SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7).
struct PublicKeyInfo {
  enum Algorithm: Int { case unknown, rsa, dsa, ecdsa, ed25519 }

  let raw: ArraySlice<UInt8>
  let algorithm: Algorithm
  /// The contents of the bit string.
  let key: ArraySlice<UInt8>

  init?(_ element: DERElement) {
    raw = element.whole
    guard let parts = element.sequence, parts.count == 2, let identifier = parts[0].sequence?.first, let key = parts[1].bits
    else { return nil }
    self.key = key
    switch identifier.identifierText {
    case "1.2.840.113549.1.1.1": algorithm = .rsa
    case "1.2.840.10040.4.1": algorithm = .dsa
    case "1.2.840.10045.2.1": algorithm = .ecdsa
    case "1.3.101.112": algorithm = .ed25519
    default: algorithm = .unknown
    }
  }

  var material: VerificationKey.Material? { VerificationKey.material(der: Array(raw)) }

  func value(_ json: CertificateValue) -> Value {
    switch algorithm {
    case .rsa:
      guard let parts = DERElement.only(key)?.sequence, parts.count == 2, let n = parts[0].integer, let e = parts[1].integer
      else { return .null }
      return json.object([("N", json.number(n)), ("E", json.number(e))])
    case .ecdsa:
      guard key.first == 4 else { return .null }
      let half = (key.count - 1) / 2
      return json.object([
        ("Curve", json.object([])), ("X", json.number(key.dropFirst().prefix(half))), ("Y", json.number(key.suffix(half))),
      ])
    case .ed25519: return json.data(key)
    default: return .null
    }
  }
}
