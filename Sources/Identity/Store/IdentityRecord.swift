public import Basics
public import SPIFFE

/// What is known of one workload identity.
public struct IdentityRecord: Sendable, Hashable {
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// Somebody registered it.
    case registered
    /// It may not come in, registered or not.
    case revoked
    /// It called and was let in by policy alone; forgotten at the next start.
    case seen
  }

  public let id: SPIFFEID
  public var status: Status
  /// Free text, at most ``IdentityStore/textBytesMax`` bytes.
  public var description: String
  /// Selectors such as `unix:uid:1000`, by which an authority recognises the workload.
  public var selectors: [String]
  /// Lifetime of its SVIDs; nil: the authority's default.
  public var lifetime: Duration?
  public var registered: Timestamp?
  public var revoked: Timestamp?
  /// Why it was revoked.
  public var reason: String?
  /// When it called last since the start; nil if it did not.
  public var lastSeen: Timestamp?
  /// Calls since the start.
  public var calls: UInt64

  public init(
    id: SPIFFEID, status: Status, description: String = "", selectors: [String] = [],
    lifetime: Duration? = nil,
    registered: Timestamp? = nil, revoked: Timestamp? = nil, reason: String? = nil,
    lastSeen: Timestamp? = nil,
    calls: UInt64 = 0
  ) {
    self.id = id
    self.status = status
    self.description = description
    self.selectors = selectors
    self.lifetime = lifetime
    self.registered = registered
    self.revoked = revoked
    self.reason = reason
    self.lastSeen = lastSeen
    self.calls = calls
  }
}
