import NIOCore
import SPIFFE

/// Carries the verified SVID from the TLS handshake to the connection's handlers. Confined to one event loop.
final class PeerIdentity {
  var svid: VerifiedSVID?
  /// The connection that it was proved on, whatever runs over it.
  private let transport: any Channel

  init(_ transport: any Channel) { self.transport = transport }

  func closeTransport() { transport.close(promise: nil) }
}
