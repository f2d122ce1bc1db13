import SwiftASN1
import X509

/// Certificates in PEM text, one after the other. Source: RFC 7468 §5.
enum PEMCertificates {
  /// - Throws: `bundle_malformed` for anything that is not a certificate: a private key in such a file is a
  ///   mistake that should not go unnoticed.
  static func parse(_ text: String) throws(TrustBundleError) -> [Certificate] {
    guard text.utf8.count <= SPIFFELimits.fileBytesMax else {
      throw TrustBundleError(.tooMany, "the text is too large")
    }
    let documents: [PEMDocument]
    do { documents = try PEMDocument.parseMultiple(pemString: text) } catch {
      throw TrustBundleError(.malformed, "the text is not PEM")
    }
    var certificates: [Certificate] = []
    for document in documents {
      guard document.discriminator == Certificate.defaultPEMDiscriminator else {
        throw TrustBundleError(.malformed, "there is a `\(document.discriminator)` among the certificates")
      }
      guard let certificate = try? Certificate(derEncoded: document.derBytes) else {
        throw TrustBundleError(.malformed, "certificate \(certificates.count + 1) cannot be read")
      }
      certificates.append(certificate)
    }
    return certificates
  }
}
