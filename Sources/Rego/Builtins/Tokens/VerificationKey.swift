internal import Basics
internal import Crypto
internal import CryptoExtras

/// A public key or a shared secret that signatures are checked with.
struct VerificationKey {
  enum Material {
    case secret([UInt8])
    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)
  }

  var material: Material
  /// The `kid` and the `alg` of a JWK.
  var identifier: String?
  var algorithm: String?

  /// Whether a key of these verifies: the one that the header names, or any that is not for another algorithm.
  static func anyVerifies(_ keys: [VerificationKey], _ header: TokenHeader, _ verify: (Material) -> Bool) -> Bool {
    if !header.keyIdentifier.isEmpty, let named = keys.first(where: { $0.identifier == header.keyIdentifier }) {
      return verify(named.material)
    }
    return keys.contains { ($0.algorithm == nil || $0.algorithm == header.algorithm) && verify($0.material) }
  }

  /// Keys from the text of a PEM certificate or public key, a JWK or a JWK set.
  static func read(_ text: [UInt8], _ arena: Arena) throws(BuiltinError) -> [VerificationKey] {
    if text.starts(with: "-----BEGIN".utf8) { return [try pem(text)] }
    guard let document = JSONReader.value(text, in: arena), document.has(.object) else {
      throw .failed("failed to parse a JWK key (set)")
    }
    let set = document.member(arena.string("keys"))
    guard set.has(.array) else {
      guard let key = jwk(document, arena) else { throw .failed("failed to parse a JWK key (set)") }
      return [key]
    }
    // Keys for algorithms that are not known are passed over.
    return set.elements.compactMap { jwk($0, arena) }.filter { key in
      key.algorithm.map { SignatureAlgorithm(rawValue: $0) != nil } ?? true
    }
  }

  // MARK: - PEM

  private static func pem(_ text: [UInt8]) throws(BuiltinError) -> VerificationKey {
    var rest = text[...]
    guard let block = PEMBlock(nextIn: &rest) else { throw .failed("failed to parse a PEM certificate: no block found") }
    guard rest.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { throw .failed("extra data after a PEM certificate block") }
    let encoded: [UInt8]
    switch block.label {
    case "CERTIFICATE":
      guard let element = DERElement.only(block.bytes[...]), let certificate = try? Certificate(element) else {
        throw .failed("failed to parse a PEM certificate")
      }
      encoded = Array(certificate.publicKey.raw)
    case "PUBLIC KEY": encoded = block.bytes
    default: throw .failed("failed to extract a Key from the PEM certificate")
    }
    guard let material = material(der: encoded) else {
      throw .failed("failed to extract a Key from the PEM certificate")
    }
    return VerificationKey(material: material)
  }

  /// A SubjectPublicKeyInfo of any kind.
  static func material(der: [UInt8]) -> Material? {
    if let key = try? P256.Signing.PublicKey(derRepresentation: der) { return .p256(key) }
    if let key = try? P384.Signing.PublicKey(derRepresentation: der) { return .p384(key) }
    if let key = try? P521.Signing.PublicKey(derRepresentation: der) { return .p521(key) }
    // Ed25519 (RFC 8410): a fixed prefix, then 32 bytes.
    let prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    if der.count == 44, der.starts(with: prefix) {
      return (try? Curve25519.Signing.PublicKey(rawRepresentation: der[12...])).map { .ed25519($0) }
    }
    return (try? _RSA.Signing.PublicKey(derRepresentation: der)).map { .rsa($0) }
  }

  // MARK: - JWK

  private static func jwk(_ key: Value, _ arena: Arena) -> VerificationKey? {
    func text(_ name: String) -> String? { key.member(arena.string(name)).stringValue }
    func bytes(_ name: String) -> [UInt8] { text(name).flatMap { Base64.decode($0.utf8, .url) } ?? [] }
    let material: Material?
    switch (text("kty"), text("crv")) {
    case ("RSA", _): material = (try? _RSA.Signing.PublicKey(n: bytes("n"), e: bytes("e"))).map { .rsa($0) }
    case ("EC", "P-256"): material = (try? P256.Signing.PublicKey(rawRepresentation: bytes("x") + bytes("y"))).map { .p256($0) }
    case ("EC", "P-384"): material = (try? P384.Signing.PublicKey(rawRepresentation: bytes("x") + bytes("y"))).map { .p384($0) }
    case ("EC", "P-521"): material = (try? P521.Signing.PublicKey(rawRepresentation: bytes("x") + bytes("y"))).map { .p521($0) }
    case ("OKP", "Ed25519"): material = (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes("x"))).map { .ed25519($0) }
    case ("oct", _): material = .secret(bytes("k"))
    default: material = nil
    }
    guard let material else { return nil }
    return VerificationKey(material: material, identifier: text("kid"), algorithm: text("alg"))
  }
}
