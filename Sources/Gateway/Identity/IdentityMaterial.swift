import Basics
import NIOSSL
import SPIFFE

/// Our own SVID and the bundles that came with it, ready for TLS. A rotation makes another.
struct IdentityMaterial: Sendable {
  let id: SPIFFEID
  let expires: Timestamp
  /// The chain in DER, the leaf first.
  let chain: [[UInt8]]
  let bundles: [BundleDocument]
  /// What our listener presents, and how it judges callers.
  let server: ServerIdentity
  /// What our bundle endpoint presents; it asks for no certificate.
  let endpoint: NIOSSLContext
  /// What we present to servers.
  let client: NIOSSLContext
  /// Judges peers by `bundles`.
  let verifier: SVIDVerifier
}
