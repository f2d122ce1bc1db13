import Basics
public import SPIFFE

/// What a caller is, as the first segments of its SPIFFE ID's path say.
public enum PrincipalKind: String, Sendable, Hashable, CaseIterable {
  /// `system/…`: a part of the platform.
  case system
  /// `gateways/…`: a gateway, this one or another.
  case gateway
  /// `owner/…`: a person who owns the deployment.
  case owner
  /// `delegated/…`: a person to whom administration was delegated.
  case delegated = "delegated_admin"
  /// `agents/<purpose>/<name>/<environment>`.
  case agent
  /// `ns/<namespace>/sa/<service account>`: a Kubernetes workload.
  case workload
  /// `external/<subject>`: whoever an outside issuer of tokens vouches for.
  case external = "external_user"
  /// Any other path, and every member of a foreign trust domain.
  case anonymous

  /// The kind of a whole ID; members of foreign trust domains are anonymous whatever their path says.
  public init(of id: SPIFFEID, isForeign: Bool) {
    self = isForeign ? .anonymous : PrincipalKind(segments: id.segments)
  }

  init(segments: [String]) {
    switch segments.first {
    case "system": self = .system
    case "gateways": self = .gateway
    case "owner": self = .owner
    case "delegated": self = .delegated
    case "agents": self = .agent
    case "external": self = .external
    case "ns" where segments.count == 4 && segments[2] == "sa": self = .workload
    default: self = .anonymous
    }
    // A class without a name behind it names nobody.
    if segments.count < 2 { self = .anonymous }
  }

  /// 0 (the system itself) to 5 (nobody known); lower means more trusted.
  public var level: Int {
    switch self {
    case .system, .gateway: 0
    case .owner: 1
    case .delegated: 2
    case .agent, .workload: 3
    case .external: 4
    case .anonymous: 5
    }
  }

  /// The name of the level, as policies read it.
  public var role: String {
    switch self {
    case .system, .gateway: "system"
    case .owner: "owner"
    case .delegated: "delegated_admin"
    case .agent, .workload: "agent"
    case .external: "external_user"
    case .anonymous: "anonymous"
    }
  }

  /// What a caller of this level may do at most.
  public var capabilities: [String] {
    switch level {
    case 0, 1: ["admin", "read", "write", "execute", "delegate"]
    case 2: ["read", "write", "execute", "delegate"]
    case 3: ["read", "write", "execute"]
    case 4: ["read"]
    default: []
    }
  }
}
