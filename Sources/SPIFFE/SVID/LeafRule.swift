public import SwiftASN1
public import X509

/// What the leaf of an X.509-SVID has to be: one SPIFFE ID, a key for signatures only, and no authority.
///
/// - Source: X509-SVID §2, §3.1, §4, §5.2.
public struct LeafRule: SVIDRule {
  public let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [
    .X509ExtensionID.subjectAlternativeName, .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
    .X509ExtensionID.extendedKeyUsage,
  ]

  /// What the peer uses its certificate for.
  public let role: PeerRole

  public init(role: PeerRole) {
    self.role = role
  }

  public func violation(in chain: UnverifiedCertificateChain) -> SVIDError? {
    violation(of: chain.leaf)
  }

  /// Checks everything that can be said of a leaf without its chain.
  public func violation(of leaf: Certificate) -> SVIDError? {
    do {
      _ = try Self.id(of: leaf)
      try checkBasicConstraints(leaf)
      try checkKeyUsage(leaf)
      try checkExtendedKeyUsage(leaf)
      return nil
    } catch {
      return error
    }
  }

  /// The only URI of the subject alternative names, which must be a SPIFFE ID with a path. Names of other
  /// kinds (DNS, …) may stand beside it and mean nothing here.
  static func id(of leaf: Certificate) throws(SVIDError) -> SPIFFEID {
    let uris = try uris(of: leaf)
    guard let uri = uris.first else { throw .noURI }
    guard uris.count == 1 else { throw .severalURIs }
    guard let id = try? SPIFFEID(uri) else { throw .invalidID }
    guard !id.path.isEmpty else { throw .noPath }
    return id
  }

  static func uris(of certificate: Certificate) throws(SVIDError) -> [String] {
    let names: SubjectAlternativeNames?
    do { names = try certificate.extensions.subjectAlternativeNames } catch { throw .malformed }
    return (names ?? SubjectAlternativeNames()).compactMap { name in
      if case .uniformResourceIdentifier(let uri) = name { uri } else { nil }
    }
  }

  private func checkBasicConstraints(_ leaf: Certificate) throws(SVIDError) {
    let constraints: BasicConstraints?
    do { constraints = try leaf.extensions.basicConstraints } catch { throw .malformed }
    if case .isCertificateAuthority = constraints { throw .leafIsAuthority }
  }

  private func checkKeyUsage(_ leaf: Certificate) throws(SVIDError) {
    guard leaf.extensions[oid: .X509ExtensionID.keyUsage]?.critical == true else { throw .noKeyUsage }
    let usage: KeyUsage?
    do { usage = try leaf.extensions.keyUsage } catch { throw .malformed }
    guard let usage else { throw .noKeyUsage }
    guard !usage.keyCertSign, !usage.cRLSign else { throw .signingLeaf }
    guard usage.digitalSignature else { throw .digitalSignature }
  }

  private func checkExtendedKeyUsage(_ leaf: Certificate) throws(SVIDError) {
    let usages: ExtendedKeyUsage?
    do { usages = try leaf.extensions.extendedKeyUsage } catch { throw .malformed }
    guard let usages else { return }
    guard usages.contains(role == .client ? .clientAuth : .serverAuth) else { throw .extendedKeyUsage }
  }
}
