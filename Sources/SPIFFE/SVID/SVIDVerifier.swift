public import Basics
import SwiftASN1
@_spi(DisableValidityCheck) public import X509

/// Verifies the certificate chain of a TLS peer as an X.509-SVID.
///
/// The leaf is judged first, because it names the trust domain; then a path is searched to the authorities of
/// that domain's own bundle, and to no other's. The rules are ``LeafRule``, ``IssuerRule``, ``ValidityRule``
/// and RFC 5280 (name constraints, versions); the first one broken is the answer.
///
/// - Source: X509-SVID §5.
public struct SVIDVerifier: Sendable {
  /// Difference of clocks that is overlooked where nothing else is configured.
  public static let skewDefault: Duration = .seconds(30)

  private let bundles: [TrustDomain: TrustBundle]
  private let allowed: Set<TrustDomain>
  private let skew: Duration

  /// - Parameters:
  ///   - bundles: The authorities of each trust domain. A domain twice: the first counts.
  ///   - allowed: The trust domains whose members may come in; never a wildcard.
  ///   - skew: How far a peer's clock may be from ours, in either direction.
  public init(bundles: [TrustBundle], allowed: Set<TrustDomain>, skew: Duration = skewDefault) {
    self.bundles = Dictionary(bundles.map { ($0.trustDomain, $0) }, uniquingKeysWith: { first, _ in first })
    self.allowed = allowed
    self.skew = skew
  }

  /// Verifies a chain as TLS hands it over.
  ///
  /// - Parameters:
  ///   - chain: Certificates in DER, the leaf first; at most ``SPIFFELimits/chainCertificatesMax``, each at
  ///     most ``SPIFFELimits/certificateBytesMax`` bytes.
  ///   - role: Whether the peer is the client or the server of the connection.
  public func verify(
    chain: [[UInt8]], role: PeerRole = .client, now: Timestamp
  ) async -> Result<VerifiedSVID, SVIDError> {
    guard chain.count <= SPIFFELimits.chainCertificatesMax else { return .failure(.chainTooLong) }
    var certificates: [Certificate] = []
    for der in chain {
      guard der.count <= SPIFFELimits.certificateBytesMax else { return .failure(.certificateTooLarge) }
      guard let certificate = try? Certificate(derEncoded: der) else { return .failure(.malformed) }
      certificates.append(certificate)
    }
    return await verify(chain: certificates, role: role, now: now)
  }

  /// Verifies a parsed chain, the leaf first.
  public func verify(
    chain: [Certificate], role: PeerRole = .client, now: Timestamp
  ) async -> Result<VerifiedSVID, SVIDError> {
    guard let leaf = chain.first else { return .failure(.noCertificate) }
    guard chain.count <= SPIFFELimits.chainCertificatesMax else { return .failure(.chainTooLong) }
    let leafRule = LeafRule(role: role)
    let id: SPIFFEID
    do { id = try LeafRule.id(of: leaf) } catch { return .failure(error) }
    guard allowed.contains(id.trustDomain) else { return .failure(.trustDomain) }
    guard let bundle = bundles[id.trustDomain] else { return .failure(.noBundle) }
    if let error = leafRule.violation(of: leaf) { return .failure(error) }

    let issuerRule = IssuerRule(trustDomain: id.trustDomain)
    let validityRule = ValidityRule(now: now, skew: skew)
    let authorities = CertificateStore(bundle.index.candidates(for: chain))
    var verifier = Verifier(rootCertificates: authorities) {
      leafRule
      validityRule
      issuerRule
      // `ValidityRule` has judged validity already, with its skew.
      RFC5280Policy.withValidityCheckDisabled()
    }
    let known = verifier.policy.verifyingCriticalExtensions
    guard !chain.contains(where: { Self.isUnknownCritical($0, known) }) else {
      return .failure(.criticalExtension)
    }
    switch await verifier.validate(leaf: leaf, intermediates: CertificateStore(chain.dropFirst())) {
    case .validCertificate(let path):
      let ends = path.map { Timestamp($0.notValidAfter) }.min() ?? Timestamp(leaf.notValidAfter)
      return .success(VerifiedSVID(id: id, expires: ends))
    case .couldNotValidate(let failures):
      guard let failure = failures.first else { return .failure(.untrusted) }
      let rules: [any SVIDRule] = [leafRule, validityRule, issuerRule]
      return .failure(rules.lazy.compactMap { $0.violation(in: failure.chain) }.first ?? .chainInvalid)
    }
  }

  private static func isUnknownCritical(_ certificate: Certificate, _ known: [ASN1ObjectIdentifier]) -> Bool {
    certificate.extensions.contains { $0.critical && !known.contains($0.oid) }
  }
}
