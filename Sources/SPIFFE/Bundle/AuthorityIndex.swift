import X509

/// Finds the authorities that may have signed a chain, by the key identifiers that its certificates name.
///
/// Authorities of one domain often share one subject, so that looking for an issuer by name would try the
/// signature against each of them. Whoever can open a connection can make that search happen, so it has to be
/// short.
struct AuthorityIndex: Sendable {
  private let byKeyIdentifier: [ArraySlice<UInt8>: [Certificate]]
  /// Authorities without a key identifier.
  private let unnamed: [DistinguishedName: [Certificate]]
  private let bySubject: [DistinguishedName: [Certificate]]

  init(_ authorities: [Certificate]) {
    var byKeyIdentifier: [ArraySlice<UInt8>: [Certificate]] = [:]
    var unnamed: [Certificate] = []
    for authority in authorities {
      if let identifier = try? authority.extensions.subjectKeyIdentifier {
        byKeyIdentifier[identifier.keyIdentifier, default: []].append(authority)
      } else {
        unnamed.append(authority)
      }
    }
    self.byKeyIdentifier = byKeyIdentifier
    self.unnamed = Dictionary(grouping: unnamed, by: \.subject)
    bySubject = Dictionary(grouping: authorities, by: \.subject)
  }

  /// The authorities to try for `chain`: for each of its certificates those that have the key it names, or where
  /// it names none, those of its issuer's name; at most ``SPIFFELimits/authoritiesTriedMax`` each.
  ///
  /// - Source: RFC 5280 §4.2.1.1: conforming authorities name their key in what they sign.
  func candidates(for chain: [Certificate]) -> [Certificate] {
    chain.flatMap { certificate -> ArraySlice<Certificate> in
      guard let identifier = (try? certificate.extensions.authorityKeyIdentifier)?.keyIdentifier else {
        return (bySubject[certificate.issuer] ?? []).prefix(SPIFFELimits.authoritiesTriedMax)
      }
      let named = byKeyIdentifier[identifier] ?? unnamed[certificate.issuer] ?? []
      return named.prefix(SPIFFELimits.authoritiesTriedMax)
    }
  }
}
