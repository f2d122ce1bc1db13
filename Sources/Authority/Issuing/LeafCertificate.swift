import Basics
import Crypto
import SPIFFE
import SwiftASN1
import X509

/// What stands in the certificate of an X.509-SVID.
///
/// - Source: X509-SVID §2, §3.1, §4.
struct LeafCertificate {
  let id: SPIFFEID
  let dnsNames: [String]
  let now: Timestamp
  let expires: Timestamp

  func signed(for key: Certificate.PublicKey, by signer: X509Authority) throws -> Certificate {
    try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key,
      notValidBefore: CertificateTime.date(now.adding(.zero - AuthoritySettings.backdating)),
      notValidAfter: CertificateTime.date(expires), issuer: signer.certificate.subject,
      subject: try DistinguishedName { OrganizationName("Precinct") },
      extensions: try extensions(key, signer), issuerPrivateKey: Certificate.PrivateKey(signer.key))
  }

  private func extensions(_ key: Certificate.PublicKey, _ signer: X509Authority) throws -> Certificate.Extensions {
    var extensions = Certificate.Extensions()
    let names: [GeneralName] = [.uniformResourceIdentifier(id.text)] + dnsNames.map { .dnsName($0) }
    try extensions.append(Certificate.Extension(SubjectAlternativeNames(names), critical: false))
    try extensions.append(Certificate.Extension(BasicConstraints.notCertificateAuthority, critical: true))
    try extensions.append(Certificate.Extension(KeyUsage(digitalSignature: true), critical: true))
    try extensions.append(
      Certificate.Extension(ExtendedKeyUsage([.serverAuth, .clientAuth]), critical: false))
    try extensions.append(Certificate.Extension(SubjectKeyIdentifier(hash: key), critical: false))
    let above = SubjectKeyIdentifier(hash: Certificate.PublicKey(signer.key.publicKey)).keyIdentifier
    try extensions.append(Certificate.Extension(AuthorityKeyIdentifier(keyIdentifier: above), critical: false))
    return extensions
  }
}
