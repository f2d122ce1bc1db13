import Basics
import NIOCore
public import NIOSSL
public import SPIFFE

/// The data plane's TLS: presents our SVID as it is when a connection is opened, and judges the caller's by the
/// SPIFFE rules.
public struct ServerTLS: Sendable {
  private let current: @Sendable () -> ServerIdentity?
  private let source: IdentitySource?
  private let isKeptOut: @Sendable (SPIFFEID) -> Bool

  /// With a certificate and bundles that stay as they are.
  public init(context: NIOSSLContext, verifier: SVIDVerifier) {
    let identity = ServerIdentity(context: context, verifier: verifier)
    self.init({ identity }, nil) { _ in false }
  }

  /// With whatever `source` has; connections are closed as long as that is nothing.
  init(_ source: IdentitySource, isKeptOut: @escaping @Sendable (SPIFFEID) -> Bool) {
    self.init({ source.material?.server }, source, isKeptOut)
  }

  private init(
    _ current: @escaping @Sendable () -> ServerIdentity?, _ source: IdentitySource?,
    _ isKeptOut: @escaping @Sendable (SPIFFEID) -> Bool
  ) {
    self.current = current
    self.source = source
    self.isKeptOut = isKeptOut
  }

  /// The same, which tells `source` what it refuses, and refuses who is kept out.
  func watched(by source: IdentitySource, isKeptOut: @escaping @Sendable (SPIFFEID) -> Bool) -> ServerTLS {
    ServerTLS(current, source, isKeptOut)
  }

  /// Adds the TLS handlers; what it returns holds the caller's SVID once the handshake is done.
  func install(on channel: any Channel) throws -> PeerIdentity {
    guard let server = current() else { throw ChannelError.inappropriateOperationForState }
    let identity = PeerIdentity(channel)
    let bound = NIOLoopBound(identity, eventLoop: channel.eventLoop)
    let address = channel.remoteAddress?.ipAddress ?? "unknown"
    let (source, isKeptOut) = (source, isKeptOut)
    let handler = NIOSSLServerHandler(context: server.context) { certificates, promise in
      let chain = certificates.compactMap { try? $0.toDERBytes() }
      guard chain.count == certificates.count, let leaf = chain.first else { return promise.succeed(.failed) }
      promise.completeWithTask {
        switch await server.verifier.verify(chain: chain, now: .now()) {
        case .success(let svid):
          guard !isKeptOut(svid.id) else {
            source?.tell(.peerKeptOut(svid.id, address: address))
            return .failed
          }
          server.peers.note(svid, leaf: leaf)
          try await promise.futureResult.eventLoop.submit { bound.value.svid = svid }.get()
          return .certificateVerified
        case .failure(let error):
          source?.tell(.peerRefused(error, address: address))
          return .failed
        }
      }
    }
    try channel.pipeline.syncOperations.addHandlers([
      handler, ResumedPeer(identity, server.peers, isKeptOut: isKeptOut),
    ])
    return identity
  }
}
