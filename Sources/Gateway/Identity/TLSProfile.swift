import NIOSSL
import Settings

/// How TLS is spoken, whoever's certificate it is with.
struct TLSProfile: Sendable {
  let minimum: Settings.TLSVersion
  let clientCertificate: ClientCertificate

  init(_ settings: TLSSettings) {
    minimum = settings.minimumVersion
    clientCertificate = settings.clientCertificate
  }

  /// The only suites below TLS 1.3: authenticated encryption with forward secrecy.
  private static let suites1_2: [NIOTLSCipher] = [
    .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
  ]

  /// - Parameter protocols: What ALPN offers, the preferred one first.
  func server(
    _ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey, protocols: [String] = ["http/1.1"]
  ) -> TLSConfiguration {
    var tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    apply(to: &tls)
    // The chain is judged by the SPIFFE rules in the callback, so the library only asks for one.
    tls.certificateVerification = clientCertificate == .required ? .noHostnameVerification : .optionalVerification
    tls.applicationProtocols = protocols
    return tls
  }

  /// For who reads what everybody may read.
  func endpoint(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey) -> TLSConfiguration {
    var tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    apply(to: &tls)
    tls.applicationProtocols = ["http/1.1"]
    tls.certificateVerification = .none
    return tls
  }

  func client(_ chain: [NIOSSLCertificate], _ key: NIOSSLPrivateKey) -> TLSConfiguration {
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.certificateChain = chain.map { .certificate($0) }
    tls.privateKey = .privateKey(key)
    apply(to: &tls)
    tls.applicationProtocols = ["http/1.1"]
    // The name of a SPIFFE server is its ID.
    tls.certificateVerification = .noHostnameVerification
    return tls
  }

  private func apply(to tls: inout TLSConfiguration) {
    tls.minimumTLSVersion = minimum == .v1_2 ? .tlsv12 : .tlsv13
    tls.cipherSuiteValues = Self.suites1_2
  }
}
