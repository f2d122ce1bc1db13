import SPIFFE

/// Who is at the other end of a connection, as far as the transport knows.
struct Peer: Sendable {
  let address: String
  let isLoopback: Bool
  /// The verified SVID of a mutual TLS connection.
  var svid: VerifiedSVID?
}
