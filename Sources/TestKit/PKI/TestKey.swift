import Crypto
import CryptoExtras
public import X509

/// A private key made for a test.
public struct TestKey: Sendable {
  public let key: Certificate.PrivateKey

  public static func p256() -> TestKey { TestKey(key: .init(P256.Signing.PrivateKey())) }
  public static func p384() -> TestKey { TestKey(key: .init(P384.Signing.PrivateKey())) }
  public static func ed25519() -> TestKey { TestKey(key: .init(Curve25519.Signing.PrivateKey())) }

  /// Slow to make: a second in a debug build.
  public static func rsa2048() throws -> TestKey {
    TestKey(key: .init(try _RSA.Signing.PrivateKey(keySize: .bits2048)))
  }
}
