public import Basics
import SwiftASN1
import X509

/// The authorities of one trust domain as they are handed on: in Workload API answers and at a bundle endpoint.
///
/// Beside ``TrustBundle``, which verifies, this is what others verify with; it keeps keys as they were given.
///
/// - Source: Trust Domain and Bundle §4.
public struct BundleDocument: Sendable, Hashable {
  public let trustDomain: TrustDomain
  /// X.509 authorities in DER.
  public let authorities: [[UInt8]]
  /// JSON Web Keys that sign JWT-SVIDs, with `kid` and `use`.
  public let tokenKeys: [JSONValue]
  /// Grows with each change of the authorities.
  public let sequence: Int?
  /// How long a reader may wait before it looks again, in seconds.
  public let refreshHintSeconds: Int?

  public init(
    trustDomain: TrustDomain, authorities: [[UInt8]], tokenKeys: [JSONValue], sequence: Int? = nil,
    refreshHintSeconds: Int? = nil
  ) {
    self.trustDomain = trustDomain
    self.authorities = authorities
    self.tokenKeys = tokenKeys
    self.sequence = sequence
    self.refreshHintSeconds = refreshHintSeconds
  }

  /// Reads a SPIFFE bundle.
  ///
  /// - Throws: ``TrustBundleError``: also for what ``TrustBundle/init(trustDomain:document:)`` would not verify with.
  public init(trustDomain: TrustDomain, document bytes: [UInt8]) throws(TrustBundleError) {
    let bundle = try TrustBundle(trustDomain: trustDomain, document: bytes)
    let document: JSONValue
    do { document = try JSONValue.parse(bytes) } catch { throw TrustBundleError(.malformed, error.description) }
    self.init(
      trustDomain: trustDomain, authorities: bundle.authorities.compactMap { try? $0.derBytes },
      tokenKeys: (document["keys"]?.arrayValue ?? []).filter { $0["use"] == "jwt-svid" },
      sequence: document["spiffe_sequence"]?.intValue,
      refreshHintSeconds: document["spiffe_refresh_hint"]?.intValue)
  }

  /// The authorities one after the other, as the Workload API sends them.
  public var concatenated: [UInt8] { authorities.flatMap { $0 } }

  /// The keys for JWT-SVIDs as a JSON Web Key Set, as the Workload API sends them.
  public var keySet: [UInt8] { JSONValue.object(["keys": .array(tokenKeys)]).serialized() }

  /// The whole bundle in JSON. Source: Trust Domain and Bundle §4.2.
  public var document: [UInt8] {
    var object: JSONObject = ["keys": .array(authorities.compactMap(Self.key) + tokenKeys)]
    object["spiffe_sequence"] = sequence.map { .integer($0) }
    object["spiffe_refresh_hint"] = refreshHintSeconds.map { .integer($0) }
    return JSONValue.object(object).serialized()
  }

  /// What verifies with it.
  public func trustBundle() throws(TrustBundleError) -> TrustBundle {
    try TrustBundle(trustDomain: trustDomain, document: document)
  }

  /// The members that RFC 7517 demands of the key stand in its certificate; readers of a bundle take them there.
  /// Only P-256 authorities and others with the parameters left out are told apart by `kty`.
  private static func key(_ der: [UInt8]) -> JSONValue? {
    guard let certificate = try? Certificate(derEncoded: der) else { return nil }
    var key: JSONObject = ["use": "x509-svid", "x5c": .array([.string(Base64.encode(der))])]
    for (name, value) in PublicKeyMembers.of(certificate.publicKey) { key[name] = value }
    return .object(key)
  }
}

extension BundleDocument {
  /// SHA-256 over the SHA-256 of each X.509 authority, these in ascending order, so that the order in which a
  /// provider lists them does not matter; in hexadecimal digits.
  public var digest: String {
    let parts = authorities.map { Digest256(of: $0).bytes }.sorted { $0.lexicographicallyPrecedes($1) }
    return Digest256(of: parts.flatMap { $0 }).hex
  }
}

extension TrustBundle {
  /// Its X.509 authorities as they are handed on.
  public var handedOn: BundleDocument {
    BundleDocument(
      trustDomain: trustDomain, authorities: authorities.compactMap { try? $0.derBytes }, tokenKeys: [])
  }
}
