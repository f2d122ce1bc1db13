public import Basics
public import Crypto
import CryptoExtras
import SwiftASN1
public import X509

/// The members of a JSON Web Key that tell a public key. Source: RFC 7518 §6, RFC 8037 §2.
public enum PublicKeyMembers {
  /// Empty for a key of a type that has no place in a SPIFFE bundle.
  public static func of(_ key: Certificate.PublicKey) -> JSONObject {
    if let key = P256.Signing.PublicKey(key) { return curve("P-256", key.rawRepresentation) }
    if let key = P384.Signing.PublicKey(key) { return curve("P-384", key.rawRepresentation) }
    if let key = P521.Signing.PublicKey(key) { return curve("P-521", key.rawRepresentation) }
    if let key = _RSA.Signing.PublicKey(key), let numbers = try? key.getKeyPrimitives() {
      return [
        "kty": "RSA", "n": .string(Base64.encode(numbers.modulus, .url)),
        "e": .string(Base64.encode(numbers.publicExponent, .url)),
      ]
    }
    return [:]
  }

  public static func of(_ key: P256.Signing.PublicKey) -> JSONObject { curve("P-256", key.rawRepresentation) }

  private static func curve(_ name: String, _ point: some Collection<UInt8>) -> JSONObject {
    let half = point.count / 2
    return [
      "kty": "EC", "crv": .string(name), "x": .string(Base64.encode(Array(point.prefix(half)), .url)),
      "y": .string(Base64.encode(Array(point.suffix(half)), .url)),
    ]
  }
}

extension Certificate {
  /// The certificate in DER.
  public var derBytes: [UInt8] {
    get throws {
      var serializer = DER.Serializer()
      try serializer.serialize(self)
      return serializer.serializedBytes
    }
  }
}
