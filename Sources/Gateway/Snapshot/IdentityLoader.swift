import Basics
import Identity
import Settings
import SPIFFE

/// Makes what layer 3 judges callers with.
enum IdentityLoader {
  static func authenticator(_ settings: IdentitySettings) throws(LoadProblem) -> Authenticator {
    guard let own = try? TrustDomain(settings.trustDomain) else {
      throw LoadProblem("identity", ["identity.trust_domain: \(settings.trustDomain) is no trust domain"])
    }
    let allowed = try allowedDomains(settings)
    let foreign = Set(settings.federation.keys.compactMap { try? TrustDomain($0) })
    // A `*` stands for any domain; production profiles refuse it.
    let domains =
      settings.allowedTrustDomains.contains("*")
      ? TrustDomains.any : TrustDomains(own: allowed.subtracting(foreign), federated: foreign)
    return Authenticator(
      domains: domains, tokens: try tokens(settings, own: own, allowed: allowed, domains), skew: settings.clockSkew)
  }

  static func allowedDomains(_ settings: IdentitySettings) throws(LoadProblem) -> Set<TrustDomain> {
    var domains: Set<TrustDomain> = []
    for name in settings.allowedTrustDomains where name != "*" {
      guard let domain = try? TrustDomain(name) else {
        throw LoadProblem("identity", ["identity.allowed_trust_domains: \(name) is no trust domain"])
      }
      domains.insert(domain)
    }
    return domains
  }

  private static func tokens(
    _ settings: IdentitySettings, own: TrustDomain, allowed: Set<TrustDomain>, _ domains: TrustDomains
  ) throws(LoadProblem) -> BearerVerifier? {
    let bearer = settings.bearer
    guard let path = bearer.jwksFile, let issuer = bearer.issuer, let audience = bearer.audience else { return nil }
    do {
      let keys = try SVIDFiles.readKeySet(path)
      let algorithms = Set(bearer.algorithms.compactMap { SignatureAlgorithm(rawValue: $0.rawValue) })
      return BearerVerifier(
        audiences: [audience],
        issuers: [
          TokenIssuer(
            name: issuer, keys: keys, algorithms: algorithms, domain: own, workloadDomains: allowed,
            requiredScopes: Set(bearer.requiredScopes))
        ], domains: domains, skew: settings.clockSkew, rememberedMax: bearer.cacheEntriesMax)
    } catch {
      throw LoadProblem("identity", error)
    }
  }

  static func challenge(_ configuration: Configuration) -> Challenge? {
    guard let audience = configuration.identity.bearer.audience, let url = UpstreamURL(audience) else { return nil }
    let scheme = url.origin.isSecure ? "https" : "http"
    return Challenge(
      resourceMetadata: "\(scheme)://\(url.origin.authority)/.well-known/oauth-protected-resource",
      scopes: configuration.identity.bearer.requiredScopes)
  }

  /// Source: RFC 9728 §2.
  static func protectedResource(_ bearer: BearerSettings) -> [UInt8]? {
    guard bearer.isEnabled, let audience = bearer.audience else { return nil }
    let document: JSONValue = [
      "resource": .string(audience),
      "authorization_servers": .array(bearer.authorizationServers.map { .string($0) }),
      "scopes_supported": .array(bearer.requiredScopes.map { .string($0) }),
      "bearer_methods_supported": ["header"],
    ]
    return document.serialized()
  }
}
