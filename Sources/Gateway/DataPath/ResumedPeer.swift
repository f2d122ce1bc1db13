import Basics
import NIOCore
import NIOSSL
import NIOTLS
import SPIFFE

/// After a handshake that resumed a session: finds out who the peer is, since nothing was verified. A peer whose
/// certificate is not known from a full handshake, or has expired, or is kept out, is sent away.
final class ResumedPeer: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer

  private let identity: PeerIdentity
  private let peers: VerifiedPeers
  private let isKeptOut: @Sendable (SPIFFEID) -> Bool

  init(_ identity: PeerIdentity, _ peers: VerifiedPeers, isKeptOut: @escaping @Sendable (SPIFFEID) -> Bool) {
    self.identity = identity
    self.peers = peers
    self.isKeptOut = isKeptOut
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted? = event as? TLSUserEvent, identity.svid == nil, !identify(context) {
      context.close(promise: nil)
      return
    }
    context.fireUserInboundEventTriggered(event)
  }

  /// Whether the connection may go on; without a certificate it may, as nobody.
  private func identify(_ context: ChannelHandlerContext) -> Bool {
    guard let leaf = try? context.channel.pipeline.syncOperations.nioSSL_peerCertificate() else { return true }
    guard let der = try? leaf.toDERBytes(), let svid = peers.svid(leaf: der), Timestamp.now() < svid.expires,
      !isKeptOut(svid.id)
    else { return false }
    identity.svid = svid
    return true
  }
}
