public import Basics

/// Verifies JWT-SVIDs: tokens whose subject is a SPIFFE ID, signed by a key of that ID's own trust domain.
///
/// - Source: JWT-SVID <https://github.com/spiffe/spiffe/blob/main/standards/JWT-SVID.md>.
public struct JWTSVIDVerifier: Sendable {
  /// The trust domains whose SVIDs are accepted, each with its own authorities.
  public let bundles: [TrustDomain: TrustBundle]
  /// The names of this resource; one must be in `aud`.
  public let audiences: Set<String>
  public let skew: Duration

  public init(bundles: [TrustBundle], audiences: Set<String>, skew: Duration = .seconds(30)) {
    self.bundles = Dictionary(bundles.map { ($0.trustDomain, $0) }, uniquingKeysWith: { first, _ in first })
    self.audiences = audiences
    self.skew = skew
  }

  /// - Returns: The SPIFFE ID that the token proves.
  /// - Throws: ``TokenError``.
  public func verify(_ token: CompactToken, now: Timestamp) throws(TokenError) -> SPIFFEID {
    guard token.type == nil || token.type == "jwt" || token.type == "jose" else { throw .type }
    guard let subject = token.claims.subject, let id = try? SPIFFEID(subject), !id.path.isEmpty,
      let bundle = bundles[id.trustDomain]
    else { throw .subject }
    try token.verifySignature(with: bundle.tokenKeys, allowing: SignatureAlgorithm.svidAllowed)
    try token.claims.checkTimes(now: now, skew: skew)
    try token.claims.checkAudience(audiences)
    return id
  }
}
