public import Basics
public import SPIFFE

/// An X.509-SVID that the authority has just made, with its key.
public struct IssuedSVID: Sendable {
  public let id: SPIFFEID
  /// The chain in DER: the leaf alone, since authorities sign themselves.
  public let chain: [[UInt8]]
  /// PKCS#8 in DER.
  public let key: Redacted<[UInt8]>
  /// PKCS#8 in PEM.
  public let keyPEM: Redacted<String>
  public let issued: Timestamp
  public let expires: Timestamp
  /// Which authority signed it.
  let authority: [UInt8]

  /// Half of its life. Source: SPIFFE Workload API §5.2.1 asks for rotation well before the end.
  public var renewal: Timestamp { issued.adding(expires.since(issued) / 2) }
}
