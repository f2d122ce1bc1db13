import Basics
import SPIFFE
import Synchronization

/// Peers whose certificates were verified with one TLS context, by their leaf.
///
/// A resumed TLS session brings the certificate of the first handshake and no chain to verify anew. What that
/// handshake proved holds as long as the context: another SVID or bundle of ours makes another context, whose
/// sessions are its own.
final class VerifiedPeers: Sendable {
  static let countMax = 16_384

  private let peers = Mutex<[[UInt8]: VerifiedSVID]>([:])

  /// - Parameter leaf: DER.
  func note(_ svid: VerifiedSVID, leaf: [UInt8]) {
    peers.withLock { peers in
      // Forgetting costs a full handshake.
      if peers.count >= Self.countMax { peers.removeAll() }
      peers[leaf] = svid
    }
  }

  func svid(leaf: [UInt8]) -> VerifiedSVID? { peers.withLock { $0[leaf] } }
}
