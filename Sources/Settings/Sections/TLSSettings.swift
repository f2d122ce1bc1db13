/// TLS of the data plane, with certificates of a SPIFFE authority.
///
/// ## Configuration keys
/// - `certificate_file` (path of a file, or empty; default empty): PEM, the gateway's own SVID first, then
///   its intermediates. Empty means plain HTTP.
/// - `key_file` (path of a file, or empty; default empty): PEM, the private key of the SVID.
/// - `bundle_files` (mapping from trust domain to path of a file; default empty): PEM, the authorities that
///   may sign the SVIDs of callers of that trust domain. Each trust domain must also be allowed in
///   `identity.allowed_trust_domains`.
/// - `client_certificate` (required, optional; default required): Whether a caller without a certificate is
///   refused in the handshake, or may prove itself by a bearer token.
/// - `minimum_version` (1.2, 1.3; default 1.3)
/// - `tls_1_2_exception` (text or empty; default empty): Why TLS 1.2 must be spoken; without a reason
///   production profiles refuse 1.2, and `prod_regulated` refuses it always.
public struct TLSSettings: SettingsSection {
  public var certificateFile: String?
  public var keyFile: String?
  public var bundleFiles: [String: String] = [:]
  public var clientCertificate = ClientCertificate.required
  public var minimumVersion = TLSVersion.v1_3
  public var version1_2Exception: String?

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("certificate_file", \.certificateFile, .existingFile),
    .text("key_file", \.keyFile, .existingFile),
    .namedTexts("bundle_files", \.bundleFiles, of: .trustDomain, .existingFile),
    .choice("client_certificate", \.clientCertificate),
    .choice("minimum_version", \.minimumVersion),
    .text("tls_1_2_exception", \.version1_2Exception, .any),
  ]

  public var isEnabled: Bool { certificateFile != nil }

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if (certificateFile == nil) != (keyFile == nil) {
      let missing = keyFile == nil ? "key_file" : "certificate_file"
      decoding.report(missing, "certificate_file and key_file are given together")
    }
    if isEnabled, clientCertificate == .required, bundleFiles.isEmpty {
      decoding.report("bundle_files", "must name a bundle, or no client certificate can be verified")
    }
  }
}

/// Whether a caller must show a certificate.
public enum ClientCertificate: String, SettingChoice {
  case required, optional
}

/// Versions of TLS that may be spoken.
public enum TLSVersion: String, SettingChoice {
  case v1_2 = "1.2"
  case v1_3 = "1.3"
}
