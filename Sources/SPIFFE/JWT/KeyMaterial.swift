import Basics
import Crypto
import CryptoExtras
import FoundationEssentials

/// The key itself, in the form its algorithm wants.
enum KeyMaterial: Sendable {
  case rsa(_RSA.Signing.PublicKey)
  case p256(P256.Signing.PublicKey)
  case p384(P384.Signing.PublicKey)
  case p521(P521.Signing.PublicKey)
  case ed25519(Curve25519.Signing.PublicKey)
  case secret(SymmetricKey)

  func supports(_ algorithm: SignatureAlgorithm) -> Bool {
    switch (self, algorithm) {
    case (.rsa, .rs256), (.rsa, .rs384), (.rsa, .rs512), (.rsa, .ps256), (.rsa, .ps384), (.rsa, .ps512): true
    case (.p256, .es256), (.p384, .es384), (.p521, .es512), (.ed25519, .edDSA): true
    case (.secret, .hs256), (.secret, .hs384), (.secret, .hs512): true
    default: false
    }
  }

  func isValid(_ signature: [UInt8], over message: [UInt8], _ algorithm: SignatureAlgorithm) -> Bool {
    switch (self, algorithm) {
    case (.rsa(let key), _): Self.isValid(signature, over: message, algorithm, key)
    case (.secret(let key), _): Self.isValid(signature, over: message, algorithm, key)
    case (.p256(let key), .es256):
      (try? P256.Signing.ECDSASignature(rawRepresentation: signature))
        .map { key.isValidSignature($0, for: message) } ?? false
    case (.p384(let key), .es384):
      (try? P384.Signing.ECDSASignature(rawRepresentation: signature))
        .map { key.isValidSignature($0, for: message) } ?? false
    case (.p521(let key), .es512):
      (try? P521.Signing.ECDSASignature(rawRepresentation: signature))
        .map { key.isValidSignature($0, for: message) } ?? false
    case (.ed25519(let key), .edDSA): key.isValidSignature(signature, for: message)
    default: false
    }
  }

  private static func isValid(
    _ signature: [UInt8], over message: [UInt8], _ algorithm: SignatureAlgorithm,
    _ key: _RSA.Signing.PublicKey
  ) -> Bool {
    let signature = _RSA.Signing.RSASignature(rawRepresentation: signature)
    // `insecurePKCS1v1_5` is the library's name for RSASSA-PKCS1-v1_5, which RS256 and its siblings are.
    return switch algorithm {
    case .rs256: key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
    case .rs384: key.isValidSignature(signature, for: SHA384.hash(data: message), padding: .insecurePKCS1v1_5)
    case .rs512: key.isValidSignature(signature, for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
    case .ps256: key.isValidSignature(signature, for: SHA256.hash(data: message), padding: .PSS)
    case .ps384: key.isValidSignature(signature, for: SHA384.hash(data: message), padding: .PSS)
    case .ps512: key.isValidSignature(signature, for: SHA512.hash(data: message), padding: .PSS)
    default: false
    }
  }

  private static func isValid(
    _ code: [UInt8], over message: [UInt8], _ algorithm: SignatureAlgorithm, _ key: SymmetricKey
  ) -> Bool {
    switch algorithm {
    case .hs256: HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: key)
    case .hs384: HMAC<SHA384>.isValidAuthenticationCode(code, authenticating: message, using: key)
    case .hs512: HMAC<SHA512>.isValidAuthenticationCode(code, authenticating: message, using: key)
    default: false
    }
  }
}
