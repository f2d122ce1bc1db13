import Basics
public import SPIFFE

/// The trust domains whose members may call, and which of them are ours.
public struct TrustDomains: Sendable, Hashable {
  /// Domains whose paths are read as roles: `system/…`, `owner/…`, ….
  private let own: Set<TrustDomain>
  /// Foreign domains that are let in; their members are anonymous whatever their path says.
  private let federated: Set<TrustDomain>
  private let isEveryDomainOwn: Bool

  /// - Parameters:
  ///   - own: Our own domains.
  ///   - federated: Foreign domains that are let in.
  public init(own: Set<TrustDomain>, federated: Set<TrustDomain> = []) {
    self.own = own
    self.federated = federated
    isEveryDomainOwn = false
  }

  private init(everyDomainOwn: Void) {
    own = []
    federated = []
    isEveryDomainOwn = true
  }

  /// Every domain counts as ours: `allowed_trust_domains: ["*"]`, for development only. A certificate or a
  /// token still needs the bundle of its own domain.
  public static let any = TrustDomains(everyDomainOwn: ())

  /// The principal of a proved ID.
  ///
  /// - Throws: `identity_trust_domain` if the domain of `id` is not allowed.
  func principal(
    _ id: SPIFFEID, _ method: AuthMethod, attributes: PrincipalAttributes = .none, expires: Timestamp? = nil
  ) throws(IdentityError) -> Principal {
    let domain = id.trustDomain
    let isOwn = isEveryDomainOwn || own.contains(domain)
    guard isOwn || federated.contains(domain) else { throw .trustDomain }
    return Principal(id, isForeign: !isOwn, authMethod: method, attributes: attributes, expires: expires)
  }
}
