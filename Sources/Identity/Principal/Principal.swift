public import Basics
public import SPIFFE

/// Who is calling: one caller whose proof has been checked.
///
/// Immutable and shared: a copy is one reference, so that a call carries it through the whole chain, and one
/// that comes back (same token, same header) is the same object.
public final class Principal: Sendable {
  public let id: SPIFFEID
  public let kind: PrincipalKind
  /// The person behind the call: the token's subject, or the name in `owner/…` and `delegated/…`.
  public let user: String?
  /// The program that calls: the name in `agents/…` or the service account.
  public let agent: String?
  public let roles: [String]
  public let scopes: [String]
  public let tenant: String?
  /// The OAuth client that the token was issued to.
  public let clientID: String?
  /// Who acts for whom, the present actor first; see ``PrincipalAttributes/delegation``.
  public let delegation: [String]
  public let authMethod: AuthMethod
  /// When the proof ends; nil if it does not, as for a header.
  public let expires: Timestamp?
  /// The form that policies and audit records read; made once.
  public let document: JSONValue

  /// - Parameters:
  ///   - id: What was proved.
  ///   - isForeign: Whether `id` belongs to a trust domain that is accepted but not ours; its path means
  ///     nothing here, so that no partner can name itself `system/…`.
  ///   - attributes: What the proof says beyond the ID.
  public init(
    _ id: SPIFFEID, isForeign: Bool = false, authMethod: AuthMethod, attributes: PrincipalAttributes = .none,
    expires: Timestamp? = nil
  ) {
    let segments = id.segments
    let kind = isForeign ? .anonymous : PrincipalKind(segments: segments)
    self.id = id
    self.kind = kind
    user = attributes.user ?? Self.user(kind, segments)
    agent = Self.agent(kind, segments)
    roles = attributes.roles
    scopes = attributes.scopes
    tenant = attributes.tenant
    clientID = attributes.clientID
    delegation = attributes.delegation
    self.authMethod = authMethod
    self.expires = expires
    document = Self.document(
      id: id, kind: kind, user: user, agent: agent, attributes: attributes, authMethod: authMethod,
      expires: expires)
  }

  /// 0 (the system itself) to 5 (nobody known); lower means more trusted.
  public var level: Int { kind.level }

  /// Whether the proof no longer holds at `now`.
  public func isExpired(at now: Timestamp) -> Bool {
    expires.map { $0 <= now } ?? false
  }

  private static func user(_ kind: PrincipalKind, _ segments: [String]) -> String? {
    switch kind {
    case .owner, .delegated: segments[1]
    case .external: ExternalSubject.decoded(segments[1])
    default: nil
    }
  }

  private static func agent(_ kind: PrincipalKind, _ segments: [String]) -> String? {
    switch kind {
    // agents/<purpose>/<name>/<environment>; shorter forms end with the name.
    case .agent: segments.count > 2 ? segments[2] : segments[1]
    case .workload: segments[3]
    default: nil
    }
  }

  private static func document(
    id: SPIFFEID, kind: PrincipalKind, user: String?, agent: String?, attributes: PrincipalAttributes,
    authMethod: AuthMethod, expires: Timestamp?
  ) -> JSONValue {
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    func list(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
    return [
      "spiffe_id": .string(id.text), "trust_domain": .string(id.trustDomain.name),
      "kind": .string(kind.rawValue),
      "level": .integer(kind.level), "trust_level": .integer(kind.level), "role": .string(kind.role),
      "capabilities": list(kind.capabilities), "user": text(user), "agent": text(agent),
      "roles": list(attributes.roles), "scopes": list(attributes.scopes), "tenant": text(attributes.tenant),
      "client_id": text(attributes.clientID), "auth_method": .string(authMethod.rawValue),
      "delegation": list(attributes.delegation), "expires": text(expires?.rfc3339),
    ]
  }
}
