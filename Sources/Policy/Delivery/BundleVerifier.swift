import Basics
import Rego

/// Checks that a bundle is what the holder of a key signed.
///
/// `.signatures.json` holds one JSON Web Token whose payload names every other file with its hash. The token is
/// verified by the same functions that policies call, so there is one implementation of it in the house.
///
/// - Source: OPA, Bundles, Signing.
public struct BundleVerifier: Sendable {
  public static let fileName = ".signatures.json"

  /// Keys by their name.
  let keys: [String: BundleKey]
  /// The key to use whatever the token names; nil takes the one that it names.
  let keyID: String?
  /// What the token's scope must be; nil takes any.
  let scope: String?

  public init(keys: [String: BundleKey], keyID: String? = nil, scope: String? = nil) {
    self.keys = keys
    self.keyID = keyID
    self.scope = scope
  }

  /// Goes through when every file of the bundle is signed as it is, and every signed file is there.
  func verify(_ files: [TarReader.File]) throws(BundleError) {
    guard let signatures = files.first(where: { $0.path == Self.fileName }) else {
      throw BundleError(
        .unsigned, "The bundle has no .signatures.json; sign it, or set `signed: false` for this bundle.")
    }
    let token = try Self.token(in: signatures.bytes)
    let claims = try claims(of: token)
    if let scope, claims["scope"]?.stringValue != scope {
      throw BundleError(.signature, "The signature is for another scope than \"\(scope)\".")
    }
    var expected = try Self.hashes(claims["files"])
    for file in files where file.path != Self.fileName {
      guard let hash = expected.removeValue(forKey: file.path) else {
        throw BundleError(.signature, "\(file.path) is not named in the signature.")
      }
      guard try hash.isHash(of: file) else {
        throw BundleError(.signature, "\(file.path) is not what was signed.")
      }
    }
    if let missing = expected.keys.min() {
      throw BundleError(.signature, "\(missing) was signed, and is missing from the bundle.")
    }
  }

  private static func token(in bytes: [UInt8]) throws(BundleError) -> String {
    let tokens = (try? JSONValue.parse(bytes))?["signatures"]?.arrayValue
    guard let tokens, tokens.count == 1, let token = tokens.first?.stringValue else {
      throw BundleError(.signature, ".signatures.json must hold exactly one token in `signatures`.")
    }
    return token
  }

  /// The payload of a token whose signature is good.
  private func claims(of token: String) throws(BundleError) -> JSONValue {
    guard let parts = Self.evaluate("io.jwt.decode(input.token)", ["token": .string(token)])?.arrayValue,
      parts.count == 3
    else { throw BundleError(.signature, "The signature is no JSON Web Token.") }
    let (header, payload) = (parts[0], parts[1])
    let name = keyID ?? header["kid"]?.stringValue ?? payload["keyid"]?.stringValue ?? ""
    guard let key = keys[name] else {
      throw BundleError(.signature, "The signature is by the key \"\(name.prefix(80))\", which is not configured.")
    }
    // The algorithm is the configuration's, never the token's.
    guard header["alg"]?.stringValue == key.algorithm.rawValue else {
      throw BundleError(.signature, "The signature is not \(key.algorithm.rawValue), which key \"\(name)\" is for.")
    }
    let question: JSONValue = ["token": .string(token), "key": .string(key.material.exposed())]
    guard Self.evaluate("\(key.algorithm.function)(input.token, input.key)", question) == .bool(true) else {
      throw BundleError(.signature, "The signature is not by the key \"\(name)\".")
    }
    return payload
  }

  private static func evaluate(_ expression: String, _ input: JSONValue) -> JSONValue? {
    guard let policy = try? CompiledPolicy(sources: []), let query = try? policy.query(expression) else { return nil }
    return try? query.evaluate(RegoInput(input), in: RegoContext())?.json
  }

  private static func hashes(_ value: JSONValue?) throws(BundleError) -> [String: BundleHash] {
    guard let entries = value?.arrayValue else {
      throw BundleError(.signature, "The signature names no files.")
    }
    var hashes: [String: BundleHash] = [:]
    for entry in entries {
      guard let name = entry["name"]?.stringValue, let hash = entry["hash"]?.stringValue,
        let bytes = Hex.decode(hash.utf8)
      else { throw BundleError(.signature, "The signature holds an entry without name and hash.") }
      let path = name.split(separator: "/").joined(separator: "/")
      let algorithm = entry["algorithm"]?.stringValue ?? "SHA-256"
      guard let kind = BundleHash.Kind(rawValue: algorithm) else {
        throw BundleError(
          .signature, "\(path) is hashed by \(algorithm.prefix(32)); sign it with SHA-256, SHA-384 or SHA-512.")
      }
      guard hashes.updateValue(BundleHash(kind: kind, bytes: bytes), forKey: path) == nil else {
        throw BundleError(.signature, "\(path) is named twice in the signature.")
      }
    }
    return hashes
  }
}
