public import Basics
public import SPIFFE

/// What is known of one workload identity.
public struct IdentityRecord: Sendable, Hashable {
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// Somebody registered it.
    case registered
    /// It may not come in, registered or not.
    case revoked
    /// It may not come in until a person has looked at it and releases it.
    case quarantined
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
  public var quarantined: Timestamp?
  /// Why it was revoked or quarantined.
  public var reason: String?
  /// Who released it last, and when.
  public var releasedBy: String?
  public var released: Timestamp?
  /// When it called last since the start; nil if it did not.
  public var lastSeen: Timestamp?
  /// Calls since the start.
  public var calls: UInt64

  public init(
    id: SPIFFEID, status: Status, description: String = "", selectors: [String] = [],
    lifetime: Duration? = nil,
    registered: Timestamp? = nil, revoked: Timestamp? = nil, quarantined: Timestamp? = nil, reason: String? = nil,
    releasedBy: String? = nil, released: Timestamp? = nil,
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
    self.quarantined = quarantined
    self.reason = reason
    self.releasedBy = releasedBy
    self.released = released
    self.lastSeen = lastSeen
    self.calls = calls
  }

  /// Whether every call and every connection of it is refused.
  public var isKeptOut: Bool { revoked != nil || quarantined != nil }
}
