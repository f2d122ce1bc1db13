public import Basics
public import SPIFFE

/// Turns what a listener knows of a caller into one principal, or says why there is none.
///
/// Proofs are a client certificate, a bearer token, and in development the header. Each one that is present
/// must be valid: a broken token is not forgiven because a certificate stands beside it. Together they must
/// agree (see ``combined(_:with:)``).
///
/// The answer depends on the arguments only; what is remembered saves time.
public final class Authenticator: Sendable {
  static let rememberedMax = 4_096

  private struct Pair: Hashable, Sendable {
    let workload: ObjectIdentifier
    let token: ObjectIdentifier
  }

  /// Holds the two principals of a pair, so that their addresses stay theirs while they are a key.
  private struct Combination: Sendable {
    let workload: Principal
    let token: Principal
    let both: Principal
  }

  private let domains: TrustDomains
  private let tokens: BearerVerifier?
  private let header: DevelopmentHeader
  private let peers = BoundedCache<VerifiedSVID, Principal>(capacity: rememberedMax)
  private let combinations = BoundedCache<Pair, Combination>(capacity: rememberedMax)

  private let skew: Duration

  /// - Parameters:
  ///   - tokens: nil: bearer tokens are refused.
  ///   - skew: For how long after its end a certificate still counts, since clocks differ.
  public init(domains: TrustDomains, tokens: BearerVerifier?, skew: Duration = SVIDVerifier.skewDefault) {
    self.domains = domains
    self.skew = skew
    self.tokens = tokens
    header = DevelopmentHeader(domains: domains)
  }

  public func principal(for evidence: CallerEvidence, now: Timestamp) -> Result<Principal, IdentityError> {
    do throws(IdentityError) {
      let token = try tokenPrincipal(evidence, now: now)
      let workload = try workloadPrincipal(evidence, now: now)
      switch (workload, token) {
      case (let workload?, let token?): return .success(try combined(workload, with: token))
      case (let one?, nil), (nil, let one?): return .success(one)
      case (nil, nil): throw .required
      }
    } catch {
      return .failure(error)
    }
  }

  private func tokenPrincipal(
    _ evidence: CallerEvidence, now: Timestamp
  ) throws(IdentityError) -> Principal? {
    guard let token = try BearerToken.token(in: evidence.authorizationValues) else { return nil }
    guard let tokens else { throw .tokensUnavailable }
    return try tokens.verify(token, now: now).get()
  }

  /// The program at the other end: by its certificate, or by the header where that counts.
  private func workloadPrincipal(
    _ evidence: CallerEvidence, now: Timestamp
  ) throws(IdentityError) -> Principal? {
    let declared = evidence.doesHeaderCount ? try header.principal(from: evidence.headerValues) : nil
    guard let peer = evidence.peer else { return declared }
    guard now <= peer.expires.adding(skew) else { throw .certificateExpired }
    guard declared == nil || declared?.id == peer.id else { throw .proofsDisagree }
    if let known = peers.value(for: peer) { return known }
    let principal = try domains.principal(peer.id, .mtlsSVID, expires: peer.expires)
    peers.insert(principal, for: peer)
    return principal
  }

  /// A token agrees with a workload if it names it: as its subject, as the client it was issued to, or as an
  /// actor. The caller then is the workload, on behalf of the token's subject, with the token's scopes and
  /// roles.
  private func combined(_ workload: Principal, with token: Principal) throws(IdentityError) -> Principal {
    let pair = Pair(workload: ObjectIdentifier(workload), token: ObjectIdentifier(token))
    if let known = combinations.value(for: pair) { return known.both }
    guard
      token.id == workload.id || token.clientID == workload.id.text
        || token.delegation.contains(workload.id.text)
    else { throw .proofsDisagree }
    let attributes = PrincipalAttributes(
      user: token.user ?? (token.id == workload.id ? nil : token.id.text), roles: token.roles,
      scopes: token.scopes, tenant: token.tenant, clientID: token.clientID, delegation: token.delegation)
    let ends = [workload.expires, token.expires].compactMap { $0 }.min()
    let both = try domains.principal(workload.id, workload.authMethod, attributes: attributes, expires: ends)
    combinations.insert(Combination(workload: workload, token: token, both: both), for: pair)
    return both
  }
}
