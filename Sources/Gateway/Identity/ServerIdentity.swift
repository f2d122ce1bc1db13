import NIOSSL
import SPIFFE

/// What a listener presents, and how it judges callers, at one moment.
struct ServerIdentity: Sendable {
  let context: NIOSSLContext
  let verifier: SVIDVerifier
  let peers = VerifiedPeers()
}
