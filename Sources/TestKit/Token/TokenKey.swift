import Basics
import Crypto
import CryptoExtras
import FoundationEssentials
import SPIFFE

/// A key that signs tokens in tests, with its public half as a JSON Web Key.
public struct TokenKey: Sendable {
  enum Material: Sendable {
    case p256(P256.Signing.PrivateKey)
    case p384(P384.Signing.PrivateKey)
    case rsa(_RSA.Signing.PrivateKey)
    case ed25519(Curve25519.Signing.PrivateKey)
    case secret([UInt8])
  }

  public let id: String
  let material: Material

  public static func p256(_ id: String = "p256") -> TokenKey { TokenKey(id: id, material: .p256(.init())) }
  public static func p384(_ id: String = "p384") -> TokenKey { TokenKey(id: id, material: .p384(.init())) }
  public static func ed25519(_ id: String = "ed25519") -> TokenKey {
    TokenKey(id: id, material: .ed25519(.init()))
  }
  public static func secret(_ secret: [UInt8], _ id: String = "secret") -> TokenKey {
    TokenKey(id: id, material: .secret(secret))
  }

  /// Slow to make: a second in a debug build.
  public static func rsa2048(_ id: String = "rsa") throws -> TokenKey {
    TokenKey(id: id, material: .rsa(try .init(keySize: .bits2048)))
  }

  /// The same key under another name.
  public func named(_ id: String) -> TokenKey { TokenKey(id: id, material: material) }
}
