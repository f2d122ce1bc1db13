import Basics

/// A JSON Web Token in its compact form, taken apart but not believed yet.
///
/// Strict where two readers could disagree: canonical base64url, strict JSON without duplicate keys, exactly
/// three parts. Members of the header that name keys or places of keys (`jwk`, `jku`, `x5c`, `x5u`) are never
/// followed.
///
/// - Source: RFC 7515 §7.1, RFC 7519 §7.2, RFC 8725.
public struct CompactToken: Sendable {
  /// Deepest nesting in header and claims, in levels.
  static let depthMax = 16
  /// Values in header or claims.
  static let nodesMax = 2_000

  /// What the signature covers: header and claims as they were sent.
  let signed: [UInt8]
  let signature: [UInt8]
  public let algorithm: SignatureAlgorithm
  public let keyID: String?
  /// `typ`, in lower case and without `application/`; nil if absent.
  public let type: String?
  public let claims: TokenClaims

  /// - Parameter token: At most ``SPIFFELimits/tokenBytesMax`` bytes; the length is checked before anything
  ///   else.
  /// - Throws: ``TokenError``: `token_too_large`, `token_malformed`, `token_critical_header`,
  ///   `token_algorithm`.
  public init(parsing token: some Collection<UInt8>) throws(TokenError) {
    guard token.count <= SPIFFELimits.tokenBytesMax else { throw .tooLarge }
    let bytes = Array(token)
    let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 3,
      let header = Base64.decode(parts[0], .url), header.count <= SPIFFELimits.tokenHeaderBytesMax,
      let claims = Base64.decode(parts[1], .url),
      let signature = Base64.decode(parts[2], .url), !signature.isEmpty
    else { throw .malformed }
    let head = try Self.object(header)
    guard head["crit"] == nil, head["b64"] == nil, head["zip"] == nil else { throw .criticalHeader }
    guard let name = head["alg"]?.stringValue else { throw .malformed }
    guard let algorithm = SignatureAlgorithm(rawValue: name) else { throw .algorithm }
    self.algorithm = algorithm
    keyID = try Self.text("kid", of: head)
    type = try Self.text("typ", of: head).map(Self.normalizedType)
    self.claims = TokenClaims(members: try Self.object(claims))
    self.signature = signature
    signed = Array(bytes[..<parts[1].endIndex])
  }

  private static func object(_ bytes: [UInt8]) throws(TokenError) -> JSONObject {
    let limits = JSONLimits(depthMax: depthMax, nodesMax: nodesMax)
    guard let object = (try? JSONValue.parse(bytes, limits: limits))?.objectValue else { throw .malformed }
    return object
  }

  private static func text(_ key: String, of object: JSONObject) throws(TokenError) -> String? {
    guard let value = object[key] else { return nil }
    guard let text = value.stringValue, text.utf8.count <= SPIFFELimits.keyIDBytesMax else {
      throw .malformed
    }
    return text
  }

  /// Media types compare without case, and `application/` may be left out. Source: RFC 7515 §4.1.9.
  private static func normalizedType(_ type: String) -> String {
    let lower = type.lowercased()
    return lower.hasPrefix("application/") ? String(lower.dropFirst("application/".count)) : lower
  }

  /// Checks the signature with the keys of `set` that may have made it.
  ///
  /// - Throws: ``TokenError``: `token_algorithm`, `token_key_unknown`, `token_signature`.
  public func verifySignature(
    with set: WebKeySet, allowing algorithms: Set<SignatureAlgorithm>
  ) throws(TokenError) {
    guard algorithms.contains(algorithm) else { throw .algorithm }
    let candidates = set.candidates(keyID: keyID, algorithm)
    guard !candidates.isEmpty else { throw .unknownKey }
    guard candidates.contains(where: { $0.isValid(signature, over: signed, algorithm) }) else {
      throw .signature
    }
  }
}
