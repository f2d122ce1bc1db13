import Basics
public import X509

/// The authorities of one trust domain: X.509 certificates that sign X.509-SVIDs, and keys that sign
/// JWT-SVIDs.
///
/// - Source: Trust Domain and Bundle §4
///   <https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE_Trust_Domain_and_Bundle.md>.
public struct TrustBundle: Sendable {
  public let trustDomain: TrustDomain
  /// At most ``SPIFFELimits/authoritiesMax``, in the order of their source.
  public let authorities: [Certificate]
  /// Keys for JWT-SVIDs; may be empty.
  public let tokenKeys: WebKeySet
  /// Made once: looking an authority up does not depend on their number.
  let index: AuthorityIndex

  public init(trustDomain: TrustDomain, authorities: [Certificate], tokenKeys: WebKeySet? = nil) {
    self.trustDomain = trustDomain
    self.authorities = authorities
    self.tokenKeys = tokenKeys ?? WebKeySet()
    index = AuthorityIndex(authorities)
  }

  /// Reads X.509 authorities from PEM text.
  ///
  /// - Throws: ``TrustBundleError``: every certificate must be an authority that may sign certificates, so
  ///   that a leaf put here by mistake is seen at once.
  public init(trustDomain: TrustDomain, pem: String, tokenKeys: WebKeySet? = nil) throws(TrustBundleError) {
    let certificates = try PEMCertificates.parse(pem)
    try Self.check(certificates, of: trustDomain)
    self.init(trustDomain: trustDomain, authorities: certificates, tokenKeys: tokenKeys)
  }

  static func check(_ certificates: [Certificate], of trustDomain: TrustDomain) throws(TrustBundleError) {
    guard !certificates.isEmpty else { throw TrustBundleError(.empty, "there is no certificate") }
    guard certificates.count <= SPIFFELimits.authoritiesMax else {
      throw TrustBundleError(.tooMany, "there are more than \(SPIFFELimits.authoritiesMax) certificates")
    }
    for (index, certificate) in certificates.enumerated() {
      let name = "certificate \(index + 1) (\(certificate.subject))"
      guard case .isCertificateAuthority = (try? certificate.extensions.basicConstraints) else {
        throw TrustBundleError(.notAnAuthority, "\(name) is no certificate authority")
      }
      guard (try? certificate.extensions.keyUsage)?.keyCertSign == true else {
        throw TrustBundleError(.notAnAuthority, "\(name) may not sign certificates")
      }
      guard let uris = try? LeafRule.uris(of: certificate), uris.allSatisfy({ $0 == trustDomain.id.text })
      else {
        throw TrustBundleError(.otherDomain, "\(name) does not belong to trust domain `\(trustDomain)`")
      }
    }
  }
}
