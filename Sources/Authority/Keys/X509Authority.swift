import Basics
import Crypto
import SPIFFE
import SwiftASN1
import X509

/// A key that signs X.509-SVIDs, with its self-signed certificate.
struct X509Authority: Sendable {
  let certificate: Certificate
  let der: [UInt8]
  let key: P256.Signing.PrivateKey
  let span: KeySpan

  /// Makes a key and signs its certificate with it.
  static func make(of domain: TrustDomain, _ span: KeySpan, now: Timestamp) throws -> X509Authority {
    let key = P256.Signing.PrivateKey()
    let signer = Certificate.PrivateKey(key)
    let name = try DistinguishedName {
      OrganizationName("Precinct")
      CommonName("Authority of \(domain.name)")
    }
    var extensions = Certificate.Extensions()
    let names = SubjectAlternativeNames([.uniformResourceIdentifier(domain.id.text)])
    try extensions.append(Certificate.Extension(names, critical: false))
    try extensions.append(Certificate.Extension(BasicConstraints.isCertificateAuthority(maxPathLength: 0), critical: true))
    try extensions.append(Certificate.Extension(KeyUsage(keyCertSign: true, cRLSign: true), critical: true))
    try extensions.append(Certificate.Extension(SubjectKeyIdentifier(hash: signer.publicKey), critical: false))
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: signer.publicKey,
      notValidBefore: CertificateTime.date(now.adding(.zero - AuthoritySettings.backdating)),
      notValidAfter: CertificateTime.date(span.expires), issuer: name, subject: name, extensions: extensions,
      issuerPrivateKey: signer)
    return X509Authority(certificate: certificate, der: try certificate.derBytes, key: key, span: span)
  }

  /// The form of the state file.
  var stored: JSONValue {
    [
      "certificate": .string(Base64.encode(der)), "key": .string(Base64.encode(key.rawRepresentation)),
      "activates": .string(span.activates.rfc3339), "expires": .string(span.expires.rfc3339),
    ]
  }

  /// nil for anything that ``stored`` does not write, and for a key that is not the certificate's.
  init?(stored value: JSONValue) {
    guard let der = value["certificate"]?.stringValue.flatMap({ Base64.decode($0.utf8) }),
      let certificate = try? Certificate(derEncoded: der),
      let raw = value["key"]?.stringValue.flatMap({ Base64.decode($0.utf8) }),
      let key = try? P256.Signing.PrivateKey(rawRepresentation: raw),
      Certificate.PublicKey(key.publicKey) == certificate.publicKey, let span = KeySpan(stored: value)
    else { return nil }
    self.init(certificate: certificate, der: der, key: key, span: span)
  }

  private init(certificate: Certificate, der: [UInt8], key: P256.Signing.PrivateKey, span: KeySpan) {
    self.certificate = certificate
    self.der = der
    self.key = key
    self.span = span
  }
}

extension KeySpan {
  init?(stored value: JSONValue) {
    guard let activates = value["activates"]?.stringValue.flatMap(Timestamp.init(rfc3339:)),
      let expires = value["expires"]?.stringValue.flatMap(Timestamp.init(rfc3339:))
    else { return nil }
    self.init(activates: activates, expires: expires)
  }
}
