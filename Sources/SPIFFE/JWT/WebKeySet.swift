import Basics

/// The keys with which one issuer's tokens are verified: a JSON Web Key Set, parsed and checked once.
///
/// - Source: RFC 7517 §5.
public struct WebKeySet: Sendable {
  /// The usable keys in the order of the document; at most ``SPIFFELimits/webKeysMax``.
  public let keys: [WebKey]
  /// How many keys of the document were passed over, as RFC 7517 §5 asks.
  public let ignoredCount: Int

  /// Reads a key set.
  ///
  /// - Parameters:
  ///   - bytes: The JSON text.
  ///   - secretsAllowed: Whether `oct` keys (HMAC) may be in it. Leave it out: whoever can verify with a
  ///     shared secret can also mint.
  /// - Throws: ``WebKeyError``.
  public init(parsing bytes: [UInt8], secretsAllowed: Bool = false) throws(WebKeyError) {
    guard bytes.count <= SPIFFELimits.fileBytesMax else {
      throw WebKeyError(.notAKeySet, "the document is too large")
    }
    let document: JSONValue
    do { document = try JSONValue.parse(bytes) } catch { throw WebKeyError(.notJSON, error.description) }
    try self.init(document, secretsAllowed: secretsAllowed)
    guard !keys.isEmpty else {
      throw WebKeyError(.noUsableKey, "none of the \(ignoredCount) keys can verify a signature")
    }
  }

  /// Reads a key set that may be empty, as the JWT half of a SPIFFE bundle may be.
  init(_ document: JSONValue, secretsAllowed: Bool) throws(WebKeyError) {
    guard let list = document["keys"]?.arrayValue else {
      throw WebKeyError(.notAKeySet, "there is no array `keys`")
    }
    guard list.count <= SPIFFELimits.webKeysMax else {
      throw WebKeyError(.tooManyKeys, "at most \(SPIFFELimits.webKeysMax) keys are read")
    }
    var keys: [WebKey] = []
    for value in list {
      if let key = try WebKey.parse(value, secretsAllowed: secretsAllowed) { keys.append(key) }
    }
    self.keys = keys
    ignoredCount = list.count - keys.count
  }

  /// No key at all.
  init() {
    keys = []
    ignoredCount = 0
  }

  /// The keys that may have signed a token: those of its key ID, or, if its header names none, those that
  /// can be used with its algorithm. At most ``SPIFFELimits/keysTriedMax``, because a sender chooses how
  /// many are tried.
  public func candidates(keyID: String?, _ algorithm: SignatureAlgorithm) -> [WebKey] {
    var found: [WebKey] = []
    for key in keys where (keyID == nil || key.id == keyID) && key.supports(algorithm) {
      found.append(key)
      if found.count == SPIFFELimits.keysTriedMax { break }
    }
    return found
  }
}
