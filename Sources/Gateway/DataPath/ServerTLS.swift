import Basics
import NIOCore
public import NIOSSL
public import SPIFFE

/// The data plane's TLS: presents our SVID as it is when a connection is opened, and judges the caller's by the
/// SPIFFE rules.
public struct ServerTLS: Sendable {
  private let current: @Sendable () -> (context: NIOSSLContext, verifier: SVIDVerifier)?
  private let source: IdentitySource?
  private let isKeptOut: @Sendable (SPIFFEID) -> Bool

  /// With a certificate and bundles that stay as they are.
  public init(context: NIOSSLContext, verifier: SVIDVerifier) {
    current = { (context, verifier) }
    source = nil
    isKeptOut = { _ in false }
  }

  /// With whatever `source` has; connections are closed as long as that is nothing.
  init(_ source: IdentitySource, isKeptOut: @escaping @Sendable (SPIFFEID) -> Bool) {
    current = { source.material.map { ($0.server, $0.verifier) } }
    self.source = source
    self.isKeptOut = isKeptOut
  }

  private init(
    _ tls: ServerTLS, source: IdentitySource, isKeptOut: @escaping @Sendable (SPIFFEID) -> Bool
  ) {
    current = tls.current
    self.source = source
    self.isKeptOut = isKeptOut
  }

  /// The same, which tells `source` what it refuses, and refuses who is kept out.
  func watched(by source: IdentitySource, isKeptOut: @escaping @Sendable (SPIFFEID) -> Bool) -> ServerTLS {
    ServerTLS(self, source: source, isKeptOut: isKeptOut)
  }

  /// Adds the TLS handler; what it returns holds the caller's SVID once the handshake is done.
  func install(on channel: any Channel) throws -> PeerIdentity {
    guard let (context, verifier) = current() else { throw ChannelError.inappropriateOperationForState }
    let identity = PeerIdentity()
    let bound = NIOLoopBound(identity, eventLoop: channel.eventLoop)
    let address = channel.remoteAddress?.ipAddress ?? "unknown"
    let (source, isKeptOut) = (source, isKeptOut)
    let handler = NIOSSLServerHandler(context: context) { certificates, promise in
      let chain = certificates.compactMap { try? $0.toDERBytes() }
      guard chain.count == certificates.count else { return promise.succeed(.failed) }
      promise.completeWithTask {
        switch await verifier.verify(chain: chain, now: .now()) {
        case .success(let svid):
          guard !isKeptOut(svid.id) else {
            source?.tell(.peerKeptOut(svid.id, address: address))
            return .failed
          }
          try await promise.futureResult.eventLoop.submit { bound.value.svid = svid }.get()
          return .certificateVerified
        case .failure(let error):
          source?.tell(.peerRefused(error, address: address))
          return .failed
        }
      }
    }
    try channel.pipeline.syncOperations.addHandler(handler)
    return identity
  }
}
