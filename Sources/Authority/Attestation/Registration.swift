public import SPIFFE

/// Which processes get which identity.
public struct Registration: Sendable, Hashable {
  public let id: SPIFFEID
  /// All of them must hold of the caller.
  public let selectors: [String]
  /// Of its X.509-SVIDs; nil: the authority's default.
  public let lifetime: Duration?

  public init(id: SPIFFEID, selectors: [String], lifetime: Duration? = nil) {
    self.id = id
    self.selectors = selectors
    self.lifetime = lifetime
  }
}
