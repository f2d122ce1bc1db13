internal import Crypto
internal import CryptoExtras

/// The algorithm that a certificate was signed with, numbered as Go numbers them.
enum SignatureIdentifier: Int {
  case unknown = 0
  case md5RSA = 2, sha1RSA, sha256RSA, sha384RSA, sha512RSA
  case sha1ECDSA = 9, sha256ECDSA, sha384ECDSA, sha512ECDSA
  case sha256PSS, sha384PSS, sha512PSS
  case ed25519

  /// From an AlgorithmIdentifier.
  init(_ element: DERElement) {
    guard let parts = element.sequence, let first = parts.first else {
      self = .unknown
      return
    }
    switch first.identifierText {
    case "1.2.840.113549.1.1.4": self = .md5RSA
    case "1.2.840.113549.1.1.5": self = .sha1RSA
    case "1.2.840.113549.1.1.11": self = .sha256RSA
    case "1.2.840.113549.1.1.12": self = .sha384RSA
    case "1.2.840.113549.1.1.13": self = .sha512RSA
    case "1.2.840.113549.1.1.10": self = Self.pss(parts.count > 1 ? parts[1] : nil)
    case "1.2.840.10045.4.1": self = .sha1ECDSA
    case "1.2.840.10045.4.3.2": self = .sha256ECDSA
    case "1.2.840.10045.4.3.3": self = .sha384ECDSA
    case "1.2.840.10045.4.3.4": self = .sha512ECDSA
    case "1.3.101.112": self = .ed25519
    default: self = .unknown
    }
  }

  /// The hash is in the first parameter (RFC 4055).
  private static func pss(_ parameters: DERElement?) -> SignatureIdentifier {
    guard let hash = parameters?.sequence?.first(where: { $0.tag == 0xA0 })?.children?.first?.sequence?.first else {
      return .unknown
    }
    switch hash.identifierText {
    case "2.16.840.1.101.3.4.2.1": return .sha256PSS
    case "2.16.840.1.101.3.4.2.2": return .sha384PSS
    case "2.16.840.1.101.3.4.2.3": return .sha512PSS
    default: return .unknown
    }
  }

  /// Whether `key` made the signature. MD5 and SHA-1 are never accepted.
  func verify(_ bytes: [UInt8], _ signature: ArraySlice<UInt8>, _ key: VerificationKey.Material) -> Bool {
    switch self {
    case .sha256RSA, .sha256PSS: return rsa(SHA256.hash(data: bytes), signature, key)
    case .sha384RSA, .sha384PSS: return rsa(SHA384.hash(data: bytes), signature, key)
    case .sha512RSA, .sha512PSS: return rsa(SHA512.hash(data: bytes), signature, key)
    case .sha256ECDSA: return ecdsa(SHA256.hash(data: bytes), signature, key)
    case .sha384ECDSA: return ecdsa(SHA384.hash(data: bytes), signature, key)
    case .sha512ECDSA: return ecdsa(SHA512.hash(data: bytes), signature, key)
    case .ed25519:
      guard case .ed25519(let key) = key else { return false }
      return key.isValidSignature(signature, for: bytes)
    default: return false
    }
  }

  private func rsa(_ digest: some Digest, _ signature: ArraySlice<UInt8>, _ key: VerificationKey.Material) -> Bool {
    guard case .rsa(let key) = key else { return false }
    let isPSS = rawValue >= Self.sha256PSS.rawValue
    return key.isValidSignature(
      .init(rawRepresentation: Array(signature)), for: digest, padding: isPSS ? .PSS : .insecurePKCS1v1_5)
  }

  private func ecdsa(_ digest: some Digest, _ signature: ArraySlice<UInt8>, _ key: VerificationKey.Material) -> Bool {
    switch key {
    case .p256(let key):
      guard let parsed = try? P256.Signing.ECDSASignature(derRepresentation: Array(signature)) else { return false }
      return key.isValidSignature(parsed, for: digest)
    case .p384(let key):
      guard let parsed = try? P384.Signing.ECDSASignature(derRepresentation: Array(signature)) else { return false }
      return key.isValidSignature(parsed, for: digest)
    case .p521(let key):
      guard let parsed = try? P521.Signing.ECDSASignature(derRepresentation: Array(signature)) else { return false }
      return key.isValidSignature(parsed, for: digest)
    default: return false
    }
  }
}
