import SPIFFE

/// Carries the verified SVID from the TLS handshake to the connection's handler. Confined to one event loop.
final class PeerIdentity {
  var svid: VerifiedSVID?
}
