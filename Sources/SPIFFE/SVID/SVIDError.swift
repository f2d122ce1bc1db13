/// Which rule an X.509-SVID broke; the raw value is the code for logs and metrics.
///
/// The code is for our own log. A peer learns only that its certificate was refused: TLS alerts are no place
/// to explain a trust decision to whoever failed it.
///
/// - Source: X509-SVID §2–§5 <https://github.com/spiffe/spiffe/blob/main/standards/X509-SVID.md>.
public enum SVIDError: String, Error, Sendable, Hashable, CaseIterable {
  case noCertificate = "svid_missing"
  case chainTooLong = "svid_chain_too_long"
  case certificateTooLarge = "svid_certificate_too_large"
  case malformed = "svid_malformed"
  case noURI = "svid_uri_missing"
  case severalURIs = "svid_uri_several"
  case invalidID = "svid_id_invalid"
  case noPath = "svid_id_without_path"
  case trustDomain = "svid_trust_domain"
  case noBundle = "svid_bundle_missing"
  case leafIsAuthority = "svid_leaf_is_authority"
  case noKeyUsage = "svid_key_usage_missing"
  case digitalSignature = "svid_key_usage_digital_signature"
  case signingLeaf = "svid_key_usage_signing"
  case extendedKeyUsage = "svid_extended_key_usage"
  case criticalExtension = "svid_critical_extension"
  case weakSignature = "svid_signature_algorithm"
  case expired = "svid_expired"
  case notYetValid = "svid_not_yet_valid"
  case notAnAuthority = "svid_issuer_not_authority"
  case authorityKeyUsage = "svid_issuer_key_usage"
  case authorityID = "svid_issuer_id"
  case pathLength = "svid_path_length"
  case untrusted = "svid_untrusted"
  case chainInvalid = "svid_chain_invalid"
}

extension SVIDError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noCertificate: "the peer sent no certificate"
    case .chainTooLong: "the chain has more than \(SPIFFELimits.chainCertificatesMax) certificates"
    case .certificateTooLarge: "a certificate is larger than \(SPIFFELimits.certificateBytesMax) bytes"
    case .malformed: "a certificate cannot be read"
    case .noURI: "the leaf has no URI in its subject alternative names"
    case .severalURIs: "the leaf has more than one URI in its subject alternative names"
    case .invalidID: "the URI of the leaf is not a SPIFFE ID"
    case .noPath: "the SPIFFE ID of the leaf names a trust domain, not a workload"
    case .trustDomain: "the trust domain is not on the allow-list"
    case .noBundle: "there is no trust bundle for the trust domain"
    case .leafIsAuthority: "the leaf is a certificate authority"
    case .noKeyUsage: "the leaf has no key usage, or one that is not critical"
    case .digitalSignature: "the key usage of the leaf lacks digitalSignature"
    case .signingLeaf: "the key usage of the leaf allows signing certificates or revocation lists"
    case .extendedKeyUsage: "the extended key usage of the leaf does not allow its role"
    case .criticalExtension: "a certificate has a critical extension that is not understood"
    case .weakSignature: "a certificate is signed with an algorithm that is not allowed"
    case .expired: "a certificate of the chain has expired"
    case .notYetValid: "a certificate of the chain is not valid yet"
    case .notAnAuthority: "an issuer of the chain is no certificate authority"
    case .authorityKeyUsage: "the key usage of an issuer does not allow signing certificates"
    case .authorityID: "an issuer has a SPIFFE ID of another trust domain, or one with a path"
    case .pathLength: "the chain is longer than an issuer allows"
    case .untrusted: "the chain does not lead to an authority of the trust domain"
    case .chainInvalid: "the chain breaks a rule of RFC 5280"
    }
  }
}
