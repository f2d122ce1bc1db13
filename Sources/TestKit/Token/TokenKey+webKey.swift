public import Basics
import Crypto
import CryptoExtras
import FoundationEssentials

extension TokenKey {
  /// The public half (for a secret: the secret) as a JSON Web Key.
  public var webKey: JSONValue {
    var key: JSONObject = ["kid": .string(id)]
    func set(_ name: String, _ bytes: some Collection<UInt8>) {
      key[name] = .string(Base64.encode(bytes, .url))
    }
    func point(_ curve: String, _ raw: Data) {
      key["kty"] = "EC"
      key["crv"] = .string(curve)
      set("x", raw.prefix(raw.count / 2))
      set("y", raw.suffix(raw.count / 2))
    }
    switch material {
    case .p256(let pair): point("P-256", pair.publicKey.rawRepresentation)
    case .p384(let pair): point("P-384", pair.publicKey.rawRepresentation)
    case .ed25519(let pair):
      key["kty"] = "OKP"
      key["crv"] = "Ed25519"
      set("x", pair.publicKey.rawRepresentation)
    case .rsa(let pair):
      key["kty"] = "RSA"
      if let numbers = try? pair.publicKey.getKeyPrimitives() {
        set("n", numbers.modulus)
        set("e", numbers.publicExponent)
      }
    case .secret(let bytes):
      key["kty"] = "oct"
      set("k", bytes)
    }
    return .object(key)
  }

  /// A key set of `keys`, as text.
  public static func keySet(_ keys: [TokenKey]) -> [UInt8] {
    JSONValue.object(["keys": .array(keys.map(\.webKey))]).serialized()
  }
}
