import Basics
import Crypto
import SPIFFE

/// A key that signs JWT-SVIDs (ES256).
struct TokenAuthority: Sendable {
  /// `kid`.
  let id: String
  let key: P256.Signing.PrivateKey
  let span: KeySpan

  static func make(_ span: KeySpan) -> TokenAuthority {
    let key = P256.Signing.PrivateKey()
    let id = Digest256(of: Array(key.publicKey.rawRepresentation)).hex.prefix(32)
    return TokenAuthority(id: String(id), key: key, span: span)
  }

  /// The public key as a member of a SPIFFE bundle.
  var webKey: JSONValue {
    var object = PublicKeyMembers.of(key.publicKey)
    object["kid"] = .string(id)
    object["use"] = "jwt-svid"
    return .object(object)
  }

  var stored: JSONValue {
    [
      "id": .string(id), "key": .string(Base64.encode(key.rawRepresentation)),
      "activates": .string(span.activates.rfc3339), "expires": .string(span.expires.rfc3339),
    ]
  }

  init?(stored value: JSONValue) {
    guard let id = value["id"]?.stringValue,
      let raw = value["key"]?.stringValue.flatMap({ Base64.decode($0.utf8) }),
      let key = try? P256.Signing.PrivateKey(rawRepresentation: raw), let span = KeySpan(stored: value)
    else { return nil }
    self.init(id: id, key: key, span: span)
  }

  private init(id: String, key: P256.Signing.PrivateKey, span: KeySpan) {
    self.id = id
    self.key = key
    self.span = span
  }
}
