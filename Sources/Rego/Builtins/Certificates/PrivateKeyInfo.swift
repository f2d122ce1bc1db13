internal import Basics
internal import Crypto

/// A private key from PEM: RFC 8017, RFC 5915 or RFC 5958.
enum PrivateKeyInfo {
  /// n, e, d, p, q, dp, dq, qi, most significant byte first.
  case rsa([[UInt8]])
  case ec(curve: String, d: [UInt8], x: [UInt8], y: [UInt8])
  case ed25519(seed: [UInt8], publicKey: [UInt8])

  /// The keys among the blocks of a PEM text, which may be in base64.
  static func read(_ text: Text) throws(BuiltinError) -> [PrivateKeyInfo] {
    let bytes = (try? GoBase64.decode(text.bytes, .standard)) ?? text.bytes
    var keys: [PrivateKeyInfo] = []
    for block in PEMBlock.all(in: bytes) {
      if let key = try PrivateKeyInfo(block) { keys.append(key) }
    }
    return keys
  }

  /// Nil for blocks of another kind.
  init?(_ block: PEMBlock) throws(BuiltinError) {
    let element = DERElement.only(block.bytes[...])
    let key: PrivateKeyInfo?
    switch block.label {
    case "RSA PRIVATE KEY": key = element.flatMap(Self.rsa)
    case "EC PRIVATE KEY": key = element.flatMap { Self.ec($0, curve: nil) }
    case "PRIVATE KEY": key = element.flatMap(Self.wrapped)
    default: return nil
    }
    guard let key else { throw .failed("x509: failed to parse private key") }
    self = key
  }

  /// From DER of RFC 5958.
  init?(der bytes: [UInt8]) {
    guard let key = DERElement.only(bytes[...]).flatMap(Self.wrapped) else { return nil }
    self = key
  }

  private static func rsa(_ element: DERElement) -> PrivateKeyInfo? {
    guard let parts = element.sequence, parts.count >= 9, parts[1...8].allSatisfy({ $0.tag == DERElement.Tag.integer }) else { return nil }
    return .rsa(parts[1...8].map(\.magnitude))
  }

  private static func wrapped(_ element: DERElement) -> PrivateKeyInfo? {
    guard let parts = element.sequence, parts.count >= 3, let algorithm = parts[1].sequence, let kind = algorithm.first,
      let inner = DERElement.only(parts[2].contents)
    else { return nil }
    switch kind.identifierText {
    case "1.2.840.113549.1.1.1": return rsa(inner)
    case "1.2.840.10045.2.1": return ec(inner, curve: algorithm.count > 1 ? algorithm[1].identifierText : nil)
    case "1.3.101.112":
      let seed = Array(inner.contents)
      guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
      return .ed25519(seed: seed, publicKey: Array(key.publicKey.rawRepresentation))
    default: return nil
    }
  }

  private static func ec(_ element: DERElement, curve: String?) -> PrivateKeyInfo? {
    guard let parts = element.sequence, parts.count >= 2 else { return nil }
    let named = parts.first { $0.tag == 0xA0 }?.children?.first?.identifierText ?? curve
    let secret = parts[1].contents
    func sized(_ count: Int) -> [UInt8] {
      let bytes = secret.drop { $0 == 0 }
      return [UInt8](repeating: 0, count: max(0, count - bytes.count)) + bytes
    }
    let raw: [UInt8]?
    let name: String
    switch named {
    case "1.2.840.10045.3.1.7":
      name = "P-256"
      raw = (try? P256.Signing.PrivateKey(rawRepresentation: sized(32))).map { Array($0.publicKey.rawRepresentation) }
    case "1.3.132.0.34":
      name = "P-384"
      raw = (try? P384.Signing.PrivateKey(rawRepresentation: sized(48))).map { Array($0.publicKey.rawRepresentation) }
    case "1.3.132.0.35":
      name = "P-521"
      raw = (try? P521.Signing.PrivateKey(rawRepresentation: sized(66))).map { Array($0.publicKey.rawRepresentation) }
    default: return nil
    }
    guard let raw else { return nil }
    let half = raw.count / 2
    return .ec(curve: name, d: sized(half), x: Array(raw[..<half]), y: Array(raw[half...]))
  }

  // MARK: - As values

  /// The members of Go's key structures.
  func value(_ json: CertificateValue) -> Value {
    switch self {
    case .rsa(let parts):
      return json.object([
        ("N", json.number(parts[0])), ("E", json.number(parts[1])), ("D", json.number(parts[2])),
        ("Primes", json.array([json.number(parts[3]), json.number(parts[4])])),
        ("Precomputed", json.object([
          ("Dp", json.number(parts[5])), ("Dq", json.number(parts[6])), ("Qinv", json.number(parts[7])),
          ("CRTValues", json.arena.array([])),
        ])),
      ])
    case .ec(_, let d, let x, let y):
      return json.object([("Curve", json.object([])), ("D", json.number(d)), ("X", json.number(x)), ("Y", json.number(y))])
    case .ed25519(let seed, let publicKey): return json.data(seed + publicKey)
    }
  }

  /// As a JSON Web Key (RFC 7517).
  func jsonWebKey(_ json: CertificateValue) -> Value {
    func part(_ bytes: [UInt8]) -> Value { json.text(Builtins.unpadded(Base64.encode(bytes, .url))) }
    switch self {
    case .rsa(let parts):
      let names = ["n", "e", "d", "p", "q", "dp", "dq", "qi"]
      return json.object([("kty", json.text("RSA"))] + zip(names, parts).map { ($0.0, part($0.1)) })
    case .ec(let curve, let d, let x, let y):
      return json.object([
        ("kty", json.text("EC")), ("crv", json.text(curve)), ("x", part(x)), ("y", part(y)), ("d", part(d)),
      ])
    case .ed25519(let seed, let publicKey):
      return json.object([
        ("kty", json.text("OKP")), ("crv", json.text("Ed25519")), ("x", part(publicKey)), ("d", part(seed)),
      ])
    }
  }

  /// Whether this is the private half of a public key.
  func matches(_ info: PublicKeyInfo) -> Bool {
    switch self {
    case .rsa(let parts):
      guard info.algorithm == .rsa, let other = DERElement.only(info.key)?.sequence, other.count == 2 else { return false }
      return other[0].magnitude == parts[0] && other[1].magnitude == parts[1]
    case .ec(_, _, let x, let y): return info.algorithm == .ecdsa && info.key.elementsEqual([4] + x + y)
    case .ed25519(_, let publicKey): return info.algorithm == .ed25519 && info.key.elementsEqual(publicKey)
    }
  }
}
