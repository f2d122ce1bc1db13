import Basics
import Identity
import NIOCore
public import NIOSSL
public import SPIFFE
import X509
import SwiftASN1

/// The data plane's TLS: presents our SVID and judges the caller's by the SPIFFE rules.
public struct ServerTLS: Sendable {
  private let context: NIOSSLContext
  private let verifier: SVIDVerifier

  public init(context: NIOSSLContext, verifier: SVIDVerifier) {
    self.context = context
    self.verifier = verifier
  }

  /// Adds the TLS handler; what it returns holds the caller's SVID once the handshake is done.
  func install(on channel: any Channel) throws -> PeerIdentity {
    let identity = PeerIdentity()
    let bound = NIOLoopBound(identity, eventLoop: channel.eventLoop)
    let verifier = verifier
    let handler = NIOSSLServerHandler(context: context) { certificates, promise in
      let chain = certificates.compactMap { try? $0.toDERBytes() }
      guard chain.count == certificates.count else { return promise.succeed(.failed) }
      promise.completeWithTask {
        switch await verifier.verify(chain: chain, now: .now()) {
        case .success(let id):
          try await promise.futureResult.eventLoop.submit { bound.value.svid = id }.get()
          return .certificateVerified
        case .failure: return .failed
        }
      }
    }
    try channel.pipeline.syncOperations.addHandler(handler)
    return identity
  }
}
