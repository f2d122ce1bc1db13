import Basics

/// One public key (or, where allowed, shared secret) of a JSON Web Key Set, ready to verify.
///
/// - Source: RFC 7517 §4, RFC 7518 §6, RFC 8037 §2.
public struct WebKey: Sendable {
  /// `kid`: the name a token's header uses.
  public let id: String?
  /// `use`: `sig`, `jwt-svid`, …
  public let use: String?
  /// `alg`: the only algorithm this key may be used with, if the key says so.
  public let algorithm: SignatureAlgorithm?
  let material: KeyMaterial

  /// Reads one key.
  ///
  /// - Returns: nil for keys that RFC 7517 §5 says to pass over: of an unknown type or curve, for
  ///   encryption, or for an algorithm not known here.
  /// - Throws: ``WebKeyError`` for keys that should be usable and are not: `jwk_malformed`, `jwk_weak`,
  ///   `jwk_private` (a private key has no business in this file), `jwk_secret` (a shared secret where
  ///   `secretsAllowed` is false).
  static func parse(_ value: JSONValue, secretsAllowed: Bool) throws(WebKeyError) -> WebKey? {
    guard let type = value["kty"]?.stringValue else { throw WebKeyError(.malformedKey, "a key has no `kty`") }
    let id = value["kid"]?.stringValue
    let name = id.map { "key `\($0.prefix(64))`" } ?? "a key without `kid`"
    if value["kid"] != nil && (id == nil || (id ?? "").utf8.count > SPIFFELimits.keyIDBytesMax) {
      throw WebKeyError(.malformedKey, "`kid` is no string of at most \(SPIFFELimits.keyIDBytesMax) bytes")
    }
    let use = value["use"]?.stringValue
    guard use != "enc", use != "x509-svid", try isForVerifying(value, name) else { return nil }
    guard let material = try KeyMaterial.parse(value, type: type, name: name, secretsAllowed: secretsAllowed)
    else {
      return nil
    }
    var algorithm: SignatureAlgorithm?
    if let text = value["alg"]?.stringValue {
      guard let known = SignatureAlgorithm(rawValue: text) else { return nil }
      guard material.supports(known) else {
        throw WebKeyError(.malformedKey, "\(name) is no key for \(known.rawValue)")
      }
      algorithm = known
    }
    return WebKey(id: id, use: use, algorithm: algorithm, material: material)
  }

  private static func isForVerifying(_ value: JSONValue, _ name: String) throws(WebKeyError) -> Bool {
    guard let operations = value["key_ops"] else { return true }
    guard let list = operations.arrayValue else {
      throw WebKeyError(.malformedKey, "`key_ops` of \(name) is no array")
    }
    return list.contains("verify")
  }

  /// Whether a token signed with `algorithm` may be checked with this key.
  public func supports(_ algorithm: SignatureAlgorithm) -> Bool {
    (self.algorithm == nil || self.algorithm == algorithm) && material.supports(algorithm)
  }

  /// Whether `signature` over `message` was made with this key. False also for signatures of a wrong length.
  public func isValid(_ signature: [UInt8], over message: [UInt8], _ algorithm: SignatureAlgorithm) -> Bool {
    supports(algorithm) && material.isValid(signature, over: message, algorithm)
  }
}
