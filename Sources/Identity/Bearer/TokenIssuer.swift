public import SPIFFE

/// An issuer of access tokens that is believed, and how far.
public struct TokenIssuer: Sendable {
  /// `iss`, compared exactly.
  public let name: String
  public let keys: WebKeySet
  public let algorithms: Set<SignatureAlgorithm>
  /// The trust domain in which its subjects get their IDs, `spiffe://<domain>/external/<subject>`.
  public let domain: TrustDomain
  /// Trust domains whose SPIFFE IDs this issuer may name as subjects. Empty: none, so that an issuer of user
  /// tokens cannot speak for workloads.
  public let workloadDomains: Set<TrustDomain>
  /// Scopes that every token must have.
  public let requiredScopes: Set<String>

  public init(
    name: String, keys: WebKeySet, algorithms: Set<SignatureAlgorithm> = SignatureAlgorithm.defaultAllowed,
    domain: TrustDomain, workloadDomains: Set<TrustDomain> = [], requiredScopes: Set<String> = []
  ) {
    self.name = name
    self.keys = keys
    self.algorithms = algorithms
    self.domain = domain
    self.workloadDomains = workloadDomains
    self.requiredScopes = requiredScopes
  }

  /// Checks a token that names this issuer.
  ///
  /// - Returns: The ID and the attributes that its claims give.
  func verify(_ token: CompactToken) throws(TokenError) -> (id: SPIFFEID, attributes: PrincipalAttributes) {
    // `at+jwt` is what RFC 9068 demands; many issuers write `JWT` or nothing. Other types (logout, DPoP,
    // ID-JAG) are made for other purposes and are never access tokens.
    guard token.type == nil || token.type == "at+jwt" || token.type == "jwt" else { throw .type }
    try token.verifySignature(with: keys, allowing: algorithms)
    var attributes = PrincipalAttributes(claims: token.claims)
    guard requiredScopes.isSubset(of: attributes.scopes) else { throw .scope }
    guard let subject = token.claims.subject else { throw .subject }
    guard subject.utf8.starts(with: "spiffe:".utf8) else {
      guard let id = ExternalSubject.id(of: subject, in: domain) else { throw .subject }
      attributes.user = subject
      return (id, attributes)
    }
    guard let id = try? SPIFFEID(subject), !id.path.isEmpty, workloadDomains.contains(id.trustDomain) else {
      throw .subject
    }
    return (id, attributes)
  }
}
