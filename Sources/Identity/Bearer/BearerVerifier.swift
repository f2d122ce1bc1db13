public import Basics
import Crypto
public import SPIFFE

/// Verifies bearer tokens: access tokens of configured issuers, and JWT-SVIDs of allowed trust domains.
///
/// Synchronous. A token seen before is answered from a table under the SHA-256 of its text, until it
/// expires; the token itself is not kept. Only what was accepted is remembered: refusals would let strangers
/// fill the table. The table lives as long as the verifier, and new keys mean a new verifier.
///
/// - Source: RFC 6750, RFC 7519 §7.2, RFC 8725, RFC 9068 §4; JWT-SVID.
public final class BearerVerifier: Sendable {
  /// Principals that are remembered where nothing else is configured; about 2 KB each.
  public static let rememberedDefault = 4_096
  /// Difference of clocks that is overlooked where nothing else is configured.
  public static let skewDefault: Duration = .seconds(30)

  private let audiences: Set<String>
  private let issuers: [String: TokenIssuer]
  private let workloads: JWTSVIDVerifier?
  private let domains: TrustDomains
  private let skew: Duration
  private let remembered: BoundedCache<SHA256.Digest, Principal>

  /// - Parameters:
  ///   - audiences: The names of this resource; a token must be issued for one of them. Empty: every token is
  ///     refused.
  ///   - issuers: Who is believed. A name twice: the first counts.
  ///   - bundles: Trust domains whose JWT-SVIDs are believed.
  ///   - domains: Trust domains whose members may call at all.
  ///   - skew: How far an issuer's clock may be from ours, in either direction.
  ///   - rememberedMax: Principals to remember.
  public init(
    audiences: Set<String>, issuers: [TokenIssuer], bundles: [TrustBundle] = [], domains: TrustDomains,
    skew: Duration = skewDefault, rememberedMax: Int = rememberedDefault
  ) {
    self.audiences = audiences
    self.issuers = Dictionary(issuers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    workloads = bundles.isEmpty ? nil : JWTSVIDVerifier(bundles: bundles, audiences: audiences, skew: skew)
    self.domains = domains
    self.skew = skew
    remembered = BoundedCache(capacity: rememberedMax)
  }

  /// - Parameter token: The value after `Bearer `.
  /// - Returns: The caller, or `.token(_)` or `.trustDomain`.
  public func verify(_ token: String, now: Timestamp) -> Result<Principal, IdentityError> {
    guard token.utf8.count <= SPIFFELimits.tokenBytesMax else { return .failure(.token(.tooLarge)) }
    let key = Self.digest(of: token)
    if let known = remembered.value(for: key) {
      guard known.isExpired(at: now) else { return .success(known) }
      remembered.remove(key)
    }
    do throws(IdentityError) {
      let principal = try principal(of: token, now: now)
      remembered.insert(principal, for: key)
      return .success(principal)
    } catch {
      return .failure(error)
    }
  }

  private func principal(of text: String, now: Timestamp) throws(IdentityError) -> Principal {
    let id: SPIFFEID
    let method: AuthMethod
    var attributes = PrincipalAttributes.none
    let expires: Timestamp?
    do throws(TokenError) {
      let token = try CompactToken(parsing: text.utf8)
      if let name = token.claims.issuer, let issuer = issuers[name] {
        (id, attributes) = try issuer.verify(token)
        try token.claims.checkTimes(now: now, skew: skew)
        try token.claims.checkAudience(audiences)
        method = .oauthJWT
      } else if let workloads, token.claims.subject?.utf8.starts(with: "spiffe:".utf8) == true {
        id = try workloads.verify(token, now: now)
        method = .jwtSVID
      } else {
        throw .issuer
      }
      expires = token.claims.expires
    } catch {
      throw .token(error)
    }
    // Until then the token would still be accepted if it were verified again.
    return try domains.principal(id, method, attributes: attributes, expires: expires?.adding(skew))
  }

  private static func digest(of token: String) -> SHA256.Digest {
    var hash = SHA256()
    var token = token
    token.withUTF8 { text in
      // SAFETY: the buffer is the string's own storage, read within the call only.
      unsafe hash.update(bufferPointer: UnsafeRawBufferPointer(text))
    }
    return hash.finalize()
  }
}
