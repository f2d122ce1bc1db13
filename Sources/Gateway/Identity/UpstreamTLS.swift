import Basics
import NIOCore
import NIOSSL
import SPIFFE

/// TLS to servers that have to prove a SPIFFE ID: presents our SVID, and takes no other server for them.
enum UpstreamTLS {
  /// - Parameter accepted: The IDs of which the server has to prove one.
  /// - Throws: Without an SVID of our own there is no connection.
  static func handler(
    _ source: IdentitySource, accepted: Set<SPIFFEID>, host: String
  ) throws -> NIOSSLClientHandler {
    guard let material = source.material else { throw ChannelError.inappropriateOperationForState }
    let verifier = material.verifier
    return try NIOSSLClientHandler(context: material.client, serverHostname: nil) { certificates, promise in
      let chain = certificates.compactMap { try? $0.toDERBytes() }
      guard chain.count == certificates.count else { return promise.succeed(.failed) }
      promise.completeWithTask {
        switch await verifier.verify(chain: chain, role: .server, now: .now()) {
        case .success(let svid) where accepted.contains(svid.id): return .certificateVerified
        case .success:
          source.tell(.upstreamRefused(host, nil))
          return .failed
        case .failure(let error):
          source.tell(.upstreamRefused(host, error))
          return .failed
        }
      }
    }
  }
}
