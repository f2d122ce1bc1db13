internal import Basics
internal import Crypto
internal import CryptoExtras

/// The signature algorithms of RFC 7518 that tokens may name; `none` is not among them.
enum SignatureAlgorithm: String, CaseIterable {
  case hs256 = "HS256", hs384 = "HS384", hs512 = "HS512"
  case rs256 = "RS256", rs384 = "RS384", rs512 = "RS512"
  case ps256 = "PS256", ps384 = "PS384", ps512 = "PS512"
  case es256 = "ES256", es384 = "ES384", es512 = "ES512"
  case eddsa = "EdDSA"

  var isSymmetric: Bool { rawValue.hasPrefix("HS") }

  /// Whether `key` made `signature` over `bytes`; false also when the key is of another kind.
  func verify(_ bytes: [UInt8], _ signature: [UInt8], _ key: VerificationKey.Material) -> Bool {
    switch (self, key) {
    case (.hs256, .secret(let secret)): return Self.mac(SHA256.self, bytes, signature, secret)
    case (.hs384, .secret(let secret)): return Self.mac(SHA384.self, bytes, signature, secret)
    case (.hs512, .secret(let secret)): return Self.mac(SHA512.self, bytes, signature, secret)
    case (.rs256, .rsa(let key)): return Self.rsa(key, SHA256.hash(data: bytes), signature, .insecurePKCS1v1_5)
    case (.rs384, .rsa(let key)): return Self.rsa(key, SHA384.hash(data: bytes), signature, .insecurePKCS1v1_5)
    case (.rs512, .rsa(let key)): return Self.rsa(key, SHA512.hash(data: bytes), signature, .insecurePKCS1v1_5)
    case (.ps256, .rsa(let key)): return Self.rsa(key, SHA256.hash(data: bytes), signature, .PSS)
    case (.ps384, .rsa(let key)): return Self.rsa(key, SHA384.hash(data: bytes), signature, .PSS)
    case (.ps512, .rsa(let key)): return Self.rsa(key, SHA512.hash(data: bytes), signature, .PSS)
    case (.es256, .p256(let key)):
      guard let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
      return key.isValidSignature(parsed, for: SHA256.hash(data: bytes))
    case (.es384, .p384(let key)):
      guard let parsed = try? P384.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
      return key.isValidSignature(parsed, for: SHA384.hash(data: bytes))
    case (.es512, .p521(let key)):
      guard let parsed = try? P521.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
      return key.isValidSignature(parsed, for: SHA512.hash(data: bytes))
    case (.eddsa, .ed25519(let key)): return key.isValidSignature(signature, for: bytes)
    default: return false
    }
  }

  private static func mac<H: HashFunction>(
    _ hash: H.Type, _ bytes: [UInt8], _ signature: [UInt8], _ secret: [UInt8]
  ) -> Bool {
    HMAC<H>.isValidAuthenticationCode(signature, authenticating: bytes, using: SymmetricKey(data: secret))
  }

  private static func rsa(
    _ key: _RSA.Signing.PublicKey, _ digest: some Digest, _ signature: [UInt8], _ padding: _RSA.Signing.Padding
  ) -> Bool {
    key.isValidSignature(.init(rawRepresentation: signature), for: digest, padding: padding)
  }
}
