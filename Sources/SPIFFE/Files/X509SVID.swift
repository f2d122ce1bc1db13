public import Basics
public import X509

/// Our own X.509-SVID: the ID, its certificate chain and its private key.
public struct X509SVID: Sendable {
  public let id: SPIFFEID
  /// The leaf first, then its intermediates.
  public let chain: [Certificate]
  /// The chain in DER, as a TLS library wants it.
  public let chainDER: [[UInt8]]
  /// The private key as PEM text.
  public let keyPEM: Redacted<[UInt8]>
  /// When the first certificate of the chain expires.
  public let expires: Timestamp
}
