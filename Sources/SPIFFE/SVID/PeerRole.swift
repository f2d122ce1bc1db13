/// Which end of a TLS connection presents the certificate.
public enum PeerRole: Sendable, Hashable {
  case client
  case server
}
