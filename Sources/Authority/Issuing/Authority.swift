public import Basics
import Crypto
public import SPIFFE
import SwiftASN1
import Synchronization
import X509

/// A SPIFFE authority for one machine: makes X.509-SVIDs and JWT-SVIDs of one trust domain.
///
/// Its keys are in one file of the state directory and nowhere else. Whoever can read that file is the trust domain;
/// an installation of more than one machine has SPIRE for this.
///
/// - Source: X509-SVID, JWT-SVID, Trust Domain and Bundle.
public final class Authority: Sendable {
  /// Its file in the state directory.
  public static let fileName = "authority.json"

  public let trustDomain: TrustDomain
  public let settings: AuthoritySettings
  private let file: AuthorityFile
  private let keys: Mutex<AuthorityKeys>

  /// Opens the authority, and makes its first keys if there are none. Blocks on the disk.
  public init(
    of trustDomain: TrustDomain, path: String, _ settings: AuthoritySettings = AuthoritySettings(),
    now: Timestamp = .now()
  ) throws(AuthorityError) {
    self.trustDomain = trustDomain
    self.settings = settings
    file = AuthorityFile(path: path)
    keys = Mutex(try file.read(of: trustDomain) ?? AuthorityKeys(trustDomain: trustDomain))
    try rotate(now: now)
  }

  /// Makes successors that are due and forgets what has expired; what is in force is on disk before. Blocks on the
  /// disk when something changes.
  ///
  /// - Returns: Whether the bundle has changed.
  @discardableResult
  public func rotate(now: Timestamp) throws(AuthorityError) -> Bool {
    try change { keys throws in try keys.rotate(lifetime: settings.lifetime, now: now) }
  }

  /// Makes keys that sign from now on, before the present ones are due to end. Blocks on the disk.
  public func replaceSigners(now: Timestamp) throws(AuthorityError) {
    _ = try change { keys throws in
      try keys.replaceSigners(lifetime: settings.lifetime, now: now)
      return true
    }
  }

  private func change(_ work: (inout AuthorityKeys) throws -> Bool) throws(AuthorityError) -> Bool {
    try keys.withLock { (keys) throws(AuthorityError) in
      var next = keys
      do {
        guard try work(&next) else { return false }
      } catch {
        throw AuthorityError(.signing, "a certificate of the authority cannot be made")
      }
      try file.write(next)
      keys = next
      return true
    }
  }

  /// The bundle of an authority that is not opened here, without changing it; nil if there is none. Blocks on the disk.
  public static func bundle(
    at path: String, of trustDomain: TrustDomain
  ) throws(AuthorityError) -> BundleDocument? {
    try AuthorityFile(path: path).read(of: trustDomain).map { bundle(of: $0, refreshHintSeconds: nil) }
  }

  /// What others verify with.
  public var bundle: BundleDocument {
    let hint = (settings.lifetime / (2 * KeySpan.lead)).components.seconds
    return Self.bundle(of: keys.withLock { $0 }, refreshHintSeconds: max(1, Int(clamping: hint)))
  }

  private static func bundle(of keys: AuthorityKeys, refreshHintSeconds: Int?) -> BundleDocument {
    BundleDocument(
      trustDomain: keys.trustDomain, authorities: keys.x509.map(\.der), tokenKeys: keys.tokens.map(\.webKey),
      sequence: keys.sequence, refreshHintSeconds: refreshHintSeconds)
  }

  /// Whether an SVID was signed by the key that signs now.
  func isCurrent(_ svid: IssuedSVID, now: Timestamp) -> Bool {
    keys.withLock { $0.x509Signer(now: now)?.der == svid.authority }
  }

  /// When the authority that signs now expires; nil if none does.
  public func signerExpires(now: Timestamp) -> Timestamp? {
    keys.withLock { $0.x509Signer(now: now)?.span.expires }
  }

  /// Makes an X.509-SVID with a key of its own.
  ///
  /// - Parameters:
  ///   - lifetime: nil: the default. No longer than its authority lives.
  ///   - dnsNames: Names beside the ID, for peers that know nothing of SPIFFE.
  /// - Throws: `authority_none_valid`, `authority_signing`.
  public func issue(
    _ id: SPIFFEID, lifetime: Duration? = nil, dnsNames: [String] = [], now: Timestamp
  ) throws(AuthorityError) -> IssuedSVID {
    guard let signer = keys.withLock({ $0.x509Signer(now: now) }) else {
      throw AuthorityError(.noneValid, "no authority of \(trustDomain) is valid now")
    }
    let expires = min(now.adding(lifetime ?? settings.svidLifetime), signer.span.expires)
    let key = P256.Signing.PrivateKey()
    do {
      let leaf = try LeafCertificate(id: id, dnsNames: dnsNames, now: now, expires: expires)
        .signed(for: Certificate.PublicKey(key.publicKey), by: signer)
      return IssuedSVID(
        id: id, chain: [try leaf.derBytes], key: Redacted(Array(key.derRepresentation)),
        keyPEM: Redacted(key.pemRepresentation), issued: now, expires: expires, authority: signer.der)
    } catch {
      throw AuthorityError(.signing, "an SVID cannot be signed")
    }
  }

  /// Makes a JWT-SVID.
  ///
  /// - Parameter audiences: At least one. Source: JWT-SVID §3.2.
  public func issueToken(
    _ id: SPIFFEID, audiences: [String], now: Timestamp
  ) throws(AuthorityError) -> (token: String, expires: Timestamp) {
    guard let signer = keys.withLock({ $0.tokenSigner(now: now) }) else {
      throw AuthorityError(.noneValid, "no authority of \(trustDomain) is valid now")
    }
    let expires = min(now.adding(settings.tokenLifetime), signer.span.expires)
    let header: JSONValue = ["alg": "ES256", "kid": .string(signer.id), "typ": "JWT"]
    let claims: JSONValue = [
      "sub": .string(id.text), "aud": .array(audiences.map { .string($0) }),
      "iat": .integer(Int(now.seconds)), "exp": .integer(Int(expires.seconds)),
    ]
    let signed = Base64.encode(header.serialized(), .url) + "." + Base64.encode(claims.serialized(), .url)
    guard let signature = try? signer.key.signature(for: Array(signed.utf8)) else {
      throw AuthorityError(.signing, "a token cannot be signed")
    }
    return (signed + "." + Base64.encode(Array(signature.rawRepresentation), .url), expires)
  }
}
