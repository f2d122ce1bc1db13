public import Basics
import FoundationEssentials
public import SPIFFE
import SwiftASN1
public import X509

/// A certificate made for a test, with its key and the certificates above it; an authority can issue others.
public struct TestCertificate: Sendable {
  public let certificate: Certificate
  public let key: Certificate.PrivateKey
  /// This certificate and its intermediates, without the root.
  public let chain: [Certificate]
  /// The self-signed certificate at the top.
  public let root: Certificate

  /// Makes a certificate that signs itself.
  public static func selfSigned(_ recipe: SVIDRecipe) throws -> TestCertificate {
    let name = try DistinguishedName { CommonName(recipe.commonName) }
    let certificate = try make(recipe, issuer: name, issuerKey: recipe.key.key)
    return TestCertificate(
      certificate: certificate, key: recipe.key.key, chain: [certificate], root: certificate)
  }

  /// A root of the trust domain `domain`.
  public static func root(
    of domain: String, name: String = "test root", now: Timestamp = .now(), pathLength: Int? = nil
  ) throws -> TestCertificate {
    try selfSigned(.authority(of: domain, name: name, now: now, pathLength: pathLength))
  }

  /// Issues a certificate; whether this one is allowed to is not asked.
  public func issue(_ recipe: SVIDRecipe) throws -> TestCertificate {
    let issued = try Self.make(recipe, issuer: certificate.subject, issuerKey: key)
    let above = certificate == root ? [] : chain
    return TestCertificate(certificate: issued, key: recipe.key.key, chain: [issued] + above, root: root)
  }

  private static func make(
    _ recipe: SVIDRecipe, issuer: DistinguishedName, issuerKey: Certificate.PrivateKey
  ) throws -> Certificate {
    try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: recipe.key.key.publicKey,
      notValidBefore: Date(recipe.notBefore), notValidAfter: Date(recipe.notAfter), issuer: issuer,
      subject: try DistinguishedName { CommonName(recipe.commonName) },
      extensions: try extensions(recipe, issuerKey),
      issuerPrivateKey: issuerKey)
  }

  private static func extensions(
    _ recipe: SVIDRecipe, _ issuerKey: Certificate.PrivateKey
  ) throws -> Certificate.Extensions {
    var extensions = Certificate.Extensions()
    let names: [GeneralName] =
      recipe.uris.map { .uniformResourceIdentifier($0) } + recipe.dnsNames.map { .dnsName($0) }
      + recipe.ipAddresses.map { .ipAddress(ASN1OctetString(contentBytes: $0[...])) }
    if !names.isEmpty {
      try extensions.append(Certificate.Extension(SubjectAlternativeNames(names), critical: false))
    }
    if recipe.hasBasicConstraints {
      let constraints: BasicConstraints =
        recipe.isAuthority
        ? .isCertificateAuthority(maxPathLength: recipe.pathLength) : .notCertificateAuthority
      try extensions.append(Certificate.Extension(constraints, critical: true))
    }
    if recipe.hasKeyUsage {
      let usage = KeyUsage(
        digitalSignature: recipe.digitalSignature, keyAgreement: recipe.keyAgreement,
        keyCertSign: recipe.keyCertSign, cRLSign: recipe.crlSign)
      try extensions.append(Certificate.Extension(usage, critical: recipe.isKeyUsageCritical))
    }
    if recipe.hasKeyIdentifiers {
      let own = SubjectKeyIdentifier(hash: recipe.key.key.publicKey)
      let above = SubjectKeyIdentifier(hash: issuerKey.publicKey).keyIdentifier
      try extensions.append(Certificate.Extension(own, critical: false))
      try extensions.append(
        Certificate.Extension(AuthorityKeyIdentifier(keyIdentifier: above), critical: false))
    }
    if let usages = recipe.extendedKeyUsages {
      let list = try ExtendedKeyUsage(usages.map { $0.usage })
      try extensions.append(Certificate.Extension(list, critical: false))
    }
    if recipe.hasUnknownCriticalExtension {
      try extensions.append(
        Certificate.Extension(oid: [1, 3, 6, 1, 4, 1, 99_999, 1], critical: true, value: [5, 0]))
    }
    return extensions
  }
}

extension TestCertificate {
  /// The chain in DER, the leaf first, as TLS hands it over.
  public var der: [[UInt8]] {
    get throws { try chain.map(Self.der) }
  }

  public static func der(_ certificate: Certificate) throws -> [UInt8] {
    var serializer = DER.Serializer()
    try serializer.serialize(certificate)
    return serializer.serializedBytes
  }

  /// The chain as PEM text.
  public var chainPEM: String {
    get throws { try chain.map { try $0.serializeAsPEM().pemString + "\n" }.joined() }
  }

  public var rootPEM: String {
    get throws { try root.serializeAsPEM().pemString + "\n" }
  }

  public var keyPEM: String {
    get throws { try key.serializeAsPEM().pemString + "\n" }
  }

  /// The trust bundle of `domain` with this certificate's root as its only authority.
  public func bundle(of domain: String) throws -> TrustBundle {
    TrustBundle(trustDomain: try TrustDomain(domain), authorities: [root])
  }
}

extension SVIDRecipe.Usage {
  var usage: ExtendedKeyUsage.Usage {
    switch self {
    case .client: .clientAuth
    case .server: .serverAuth
    case .codeSigning: .codeSigning
    }
  }
}

extension Date {
  init(_ time: Timestamp) {
    self.init(timeIntervalSince1970: Double(time.seconds))
  }
}
