public import SwiftASN1
public import X509

/// What stands above the leaf: authorities that may sign certificates, within their path lengths, of the same
/// trust domain, with signatures that are not weak.
///
/// - Source: X509-SVID §3.2, §4.2, §4.3, §5.1; RFC 5280 §4.2.1.9.
public struct IssuerRule: SVIDRule {
  public let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [
    .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
  ]
  public let trustDomain: TrustDomain

  public init(trustDomain: TrustDomain) {
    self.trustDomain = trustDomain
  }

  public func violation(in chain: UnverifiedCertificateChain) -> SVIDError? {
    // A bundle that lists a leaf itself is no authority for it.
    guard chain.count > 1 else { return .untrusted }
    // What the authority in our own bundle is signed with does not matter: it is trusted as it is.
    guard chain.dropLast().allSatisfy({ Self.isStrong($0.signatureAlgorithm) }) else { return .weakSignature }
    var intermediates = 0
    for issuer in chain.dropFirst() {
      if let error = violation(of: issuer, intermediates: intermediates) { return error }
      if issuer.issuer != issuer.subject { intermediates += 1 }
    }
    return nil
  }

  /// - Parameter intermediates: Authorities, not self-issued, between this issuer and the leaf.
  private func violation(of issuer: Certificate, intermediates: Int) -> SVIDError? {
    do {
      guard case .isCertificateAuthority(let pathLength) = try issuer.extensions.basicConstraints else {
        return .notAnAuthority
      }
      if let pathLength, pathLength < intermediates { return .pathLength }
      guard try issuer.extensions.keyUsage?.keyCertSign == true else { return .authorityKeyUsage }
      for uri in try LeafRule.uris(of: issuer) where uri != trustDomain.id.text { return .authorityID }
      return nil
    } catch {
      return .malformed
    }
  }

  private static func isStrong(_ algorithm: Certificate.SignatureAlgorithm) -> Bool {
    switch algorithm {
    case .ecdsaWithSHA256, .ecdsaWithSHA384, .ecdsaWithSHA512, .ed25519, .sha256WithRSAEncryption,
      .sha384WithRSAEncryption, .sha512WithRSAEncryption:
      true
    default: false
    }
  }
}
