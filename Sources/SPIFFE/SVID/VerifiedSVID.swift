public import Basics

/// What a verified certificate chain proves, and for how long.
public struct VerifiedSVID: Sendable, Hashable {
  public let id: SPIFFEID
  /// When the first certificate of the chain, the authority included, expires; a connection may outlive it.
  public let expires: Timestamp

  public init(id: SPIFFEID, expires: Timestamp) {
    self.id = id
    self.expires = expires
  }
}
