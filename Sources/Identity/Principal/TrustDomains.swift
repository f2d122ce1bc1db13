import Basics
public import SPIFFE

/// The trust domains whose members may call, and which of them are ours.
public struct TrustDomains: Sendable, Hashable {
  /// Domains whose paths are read as roles: `system/…`, `owner/…`, ….
  public let own: Set<TrustDomain>
  /// Every domain that is let in, the own ones included; members of others are refused.
  public let allowed: Set<TrustDomain>

  /// - Parameters:
  ///   - own: Our own domains.
  ///   - federated: Foreign domains that are let in; their members are anonymous whatever their path says.
  public init(own: Set<TrustDomain>, federated: Set<TrustDomain> = []) {
    self.own = own
    allowed = own.union(federated)
  }

  /// The principal of a proved ID.
  ///
  /// - Throws: `identity_trust_domain` if the domain of `id` is not allowed.
  func principal(
    _ id: SPIFFEID, _ method: AuthMethod, attributes: PrincipalAttributes = .none, expires: Timestamp? = nil
  ) throws(IdentityError) -> Principal {
    let domain = id.trustDomain
    guard allowed.contains(domain) else { throw .trustDomain }
    return Principal(
      id, isForeign: !own.contains(domain), authMethod: method, attributes: attributes,
      expires: expires)
  }
}
