import Basics
import SwiftASN1
import X509

/// Where an X.509-SVID, its key and the trust bundle lie on disk, as SPIRE's helper and others write them.
public struct SVIDFiles: Sendable, Hashable {
  /// PEM certificates, the leaf first.
  public let certificates: String
  /// One PEM private key, not encrypted, readable by its owner only.
  public let key: String
  /// PEM certificates of the trust domain's authorities, or a SPIFFE bundle in JSON.
  public let bundle: String

  public init(certificates: String, key: String, bundle: String) {
    self.certificates = certificates
    self.key = key
    self.bundle = bundle
  }

  /// Reads the SVID and its key.
  ///
  /// The chain is not verified here against a clock: an expired SVID on disk is a state to report, not a file
  /// that is wrong.
  ///
  /// - Throws: ``SVIDFileError``. Blocks on the disk.
  public func readSVID() throws(SVIDFileError) -> X509SVID {
    let text = String(decoding: try CredentialFile.read(certificates, isSecret: false), as: UTF8.self)
    let chain: [Certificate]
    do { chain = try PEMCertificates.parse(text) } catch {
      throw SVIDFileError(
        .malformed, certificates, "\(error.detail); it must hold PEM certificates, the leaf first")
    }
    guard let leaf = chain.first else {
      throw SVIDFileError(.malformed, certificates, "it holds no certificate")
    }
    let id: SPIFFEID
    do { id = try LeafRule.id(of: leaf) } catch {
      throw SVIDFileError(.notAnSVID, certificates, "its first certificate is no X.509-SVID: \(error)")
    }
    let keyBytes = try readKey(matching: leaf)
    return X509SVID(
      id: id, chain: chain, chainDER: try chain.map(der), keyPEM: Redacted(keyBytes),
      expires: chain.map { Timestamp($0.notValidAfter) }.min() ?? Timestamp(leaf.notValidAfter))
  }

  private func readKey(matching leaf: Certificate) throws(SVIDFileError) -> [UInt8] {
    let bytes = try CredentialFile.read(key, isSecret: true)
    guard let parsed = try? Certificate.PrivateKey(pemEncoded: String(decoding: bytes, as: UTF8.self)) else {
      throw SVIDFileError(
        .malformed, key, "it must hold one PEM private key (PKCS#8, SEC 1 or PKCS#1), not encrypted")
    }
    guard parsed.publicKey == leaf.publicKey else {
      throw SVIDFileError(.keyMismatch, key, "it is not the key of the first certificate in \(certificates)")
    }
    return bytes
  }

  private func der(_ certificate: Certificate) throws(SVIDFileError) -> [UInt8] {
    var serializer = DER.Serializer()
    do { try serializer.serialize(certificate) } catch {
      throw SVIDFileError(.malformed, certificates, "a certificate cannot be written again")
    }
    return serializer.serializedBytes
  }

  /// Reads the authorities of `trustDomain`.
  ///
  /// - Throws: ``SVIDFileError``. Blocks on the disk.
  public func readBundle(of trustDomain: TrustDomain) throws(SVIDFileError) -> TrustBundle {
    try Self.readBundle(bundle, of: trustDomain)
  }

  /// Reads a bundle on its own: PEM certificates, or a SPIFFE bundle if the text begins with `{`.
  public static func readBundle(
    _ path: String, of trustDomain: TrustDomain
  ) throws(SVIDFileError) -> TrustBundle {
    let bytes = try CredentialFile.read(path, isSecret: false)
    do {
      guard bytes.first == UInt8(ascii: "{") else {
        return try TrustBundle(trustDomain: trustDomain, pem: String(decoding: bytes, as: UTF8.self))
      }
      return try TrustBundle(trustDomain: trustDomain, document: bytes)
    } catch {
      throw SVIDFileError(.malformed, path, error.detail)
    }
  }

  /// The same, as it is handed on to others.
  public static func readBundleDocument(
    _ path: String, of trustDomain: TrustDomain
  ) throws(SVIDFileError) -> BundleDocument {
    let bytes = try CredentialFile.read(path, isSecret: false)
    guard bytes.first == UInt8(ascii: "{") else { return try readBundle(path, of: trustDomain).handedOn }
    do { return try BundleDocument(trustDomain: trustDomain, document: bytes) } catch {
      throw SVIDFileError(.malformed, path, error.detail)
    }
  }

  /// Reads the key set of an issuer of tokens.
  public static func readKeySet(
    _ path: String, secretsAllowed: Bool = false
  ) throws(SVIDFileError) -> WebKeySet {
    let bytes = try CredentialFile.read(path, isSecret: secretsAllowed)
    do { return try WebKeySet(parsing: bytes, secretsAllowed: secretsAllowed) } catch {
      throw SVIDFileError(.malformed, path, error.detail)
    }
  }
}
