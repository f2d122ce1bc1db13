import Basics
import Identity
import SPIFFE
import TestKit
import Testing

@Suite("Evidence and principal") struct AuthenticatorTests {
  let now = Timestamp(seconds: 1_795_251_600)
  let key = TokenKey.p256("k1")
  let agent = "spiffe://poc.local/agents/mcp-client/my-agent/dev"
  let authenticator: Authenticator

  init() throws {
    let own = try TrustDomain("poc.local")
    let domains = TrustDomains(own: [own], federated: [try TrustDomain("partner.example")])
    let issuer = TokenIssuer(
      name: "https://issuer.example", keys: try WebKeySet(parsing: TokenKey.keySet([key])), domain: own)
    authenticator = Authenticator(
      domains: domains,
      tokens: BearerVerifier(audiences: ["https://gateway.example/mcp"], issuers: [issuer], domains: domains))
  }

  /// What a development listener on loopback knows.
  private func development(_ header: [String] = [], _ authorization: [String] = []) -> CallerEvidence {
    CallerEvidence(
      isHeaderAllowed: true, isLoopback: true, headerValues: header, authorizationValues: authorization)
  }

  private func judge(_ evidence: CallerEvidence) -> Result<Principal, IdentityError> {
    authenticator.principal(for: evidence, now: now)
  }

  private func error(_ evidence: CallerEvidence) -> IdentityError? {
    if case .failure(let error) = judge(evidence) { error } else { nil }
  }

  private func token(_ change: (inout TokenMint) -> Void = { _ in }) throws -> String {
    try TokenMint(key: key, now: now).with(change).token()
  }

  /// A certificate of the agent that holds for another minute.
  private func svid() throws -> VerifiedSVID {
    VerifiedSVID(id: try SPIFFEID(agent), expires: now.adding(.seconds(60)))
  }

  @Test func headerCountsInDevelopmentOnLoopback() throws {
    let principal = try judge(development([agent])).get()
    #expect(principal.id.text == agent && principal.authMethod == .headerDeclared && principal.level == 3)
    #expect(try judge(development([agent])).get() === principal)
  }

  @Test func headerCountsNowhereElse() {
    for (isAllowed, isLoopback) in [(true, false), (false, true), (false, false)] {
      let evidence = CallerEvidence(isHeaderAllowed: isAllowed, isLoopback: isLoopback, headerValues: [agent])
      #expect(error(evidence) == .required)
    }
  }

  @Test func headerThatDoesNotCountIsIgnored() throws {
    var evidence = CallerEvidence(
      isHeaderAllowed: false, isLoopback: true, headerValues: ["nonsense", "twice"], peer: try svid()
    )
    #expect(try judge(evidence).get().authMethod == .mtlsSVID)
    evidence.peer = nil
    #expect(error(evidence)?.code == "spiffe_auth_required")
  }

  @Test(arguments: [
    ([], IdentityError.required),
    (["spiffe://poc.local/a", "spiffe://poc.local/a"], .headerRepeated),
    (["spiffe://poc.local/a", "spiffe://poc.local/b"], .headerRepeated),
    (["spiffe://poc.local/a,spiffe://poc.local/b"], .headerInvalid),
    ([""], .headerInvalid), (["my-agent"], .headerInvalid), (["spiffe://poc.local"], .headerInvalid),
    (["spiffe://poc.local/agents/../system/x"], .headerInvalid), (["spiffe://POC.LOCAL/a"], .headerInvalid),
    (["spiffe://evil.example/agents/x"], .trustDomain),
  ])
  func badHeadersAreRefused(_ values: [String], _ expected: IdentityError) {
    #expect(error(development(values)) == expected)
  }

  @Test func memberOfAFederatedDomainIsAnonymous() throws {
    let principal = try judge(development(["spiffe://partner.example/system/root"])).get()
    #expect(principal.kind == .anonymous && principal.level == 5)
  }

  @Test func everyDomainIsOursWhereAnyIsAllowed() throws {
    let open = Authenticator(domains: .any, tokens: nil)
    let evidence = development(["spiffe://whatever.example/agents/x"])
    #expect(try open.principal(for: evidence, now: now).get().kind == .agent)
  }

  @Test func bearerTokenIsEnough() throws {
    let evidence = CallerEvidence(
      isHeaderAllowed: false, isLoopback: false, authorizationValues: ["bearer  " + (try token())])
    #expect(try judge(evidence).get().user == "alice")
  }

  @Test func authorizationIsReadStrictly() throws {
    let token = try token()
    let cases: [([String], IdentityError)] = [
      (["Bearer " + token, "Bearer " + token], .authorizationRepeated),
      (["Basic YTpi"], .authorizationScheme),
      (["Bearer"], .authorizationScheme), (["Bearer "], .authorizationScheme),
      ([token], .authorizationScheme),
      (["Bearer " + token + ", Bearer x"], .token(.malformed)), (["DPoP " + token], .authorizationScheme),
      (["Bearer x"], .token(.malformed)),
    ]
    for (values, expected) in cases { #expect(error(development([agent], values)) == expected) }
  }

  @Test func secretReferenceIsNoProof() throws {
    #expect(try judge(development([agent], ["Bearer $SPIKE{ref:abc}"])).get().id.text == agent)
    #expect(error(development([], ["Bearer spike:ref:abc"])) == .required)
  }

  @Test func brokenTokenIsNotForgivenBesideAnotherProof() throws {
    let expired = try token { $0.claims["exp"] = .integer(Int(now.seconds) - 60) }
    var evidence = development([agent], ["Bearer " + expired])
    #expect(error(evidence) == .token(.expired))
    evidence.peer = try svid()
    #expect(error(evidence) == .token(.expired))
  }

  @Test func proofsThatNameDifferentCallersAreRefused() throws {
    var evidence = development(["spiffe://poc.local/agents/other"])
    evidence.peer = try svid()
    #expect(error(evidence) == .proofsDisagree)
    evidence.headerValues = [agent]
    #expect(try judge(evidence).get().authMethod == .mtlsSVID)
    #expect(error(development([agent], ["Bearer " + (try token())])) == .proofsDisagree)
  }

  @Test func tokenIssuedToTheWorkloadSpeaksForItsUser() throws {
    let changes: [(inout TokenMint) -> Void] = [
      { $0.claims["client_id"] = .string(agent) }, { $0.claims["azp"] = .string(agent) },
      { $0.claims["act"] = ["sub": .string(agent)] },
    ]
    for change in changes {
      var evidence = CallerEvidence(isHeaderAllowed: false, isLoopback: false, peer: try svid())
      let text = try token {
        $0.claims["scope"] = "tools"
        change(&$0)
      }
      evidence.authorizationValues = ["Bearer " + text]
      let both = try judge(evidence).get()
      #expect(both.id.text == agent && both.user == "alice" && both.agent == "my-agent")
      #expect(both.scopes == ["tools"] && both.kind == .agent && both.expires == now.adding(.seconds(60)))
      #expect(try judge(evidence).get() === both)
    }
  }

  @Test func connectionMayNotOutliveItsCertificate() throws {
    let evidence = CallerEvidence(isHeaderAllowed: false, isLoopback: false, peer: try svid())
    #expect(try judge(evidence).get().expires == now.adding(.seconds(60)))
    let later = authenticator.principal(for: evidence, now: now.adding(.seconds(91)))
    #expect(throws: IdentityError.certificateExpired) { try later.get() }
  }

  @Test func tokensWithoutIssuersAreRefused() throws {
    let bare = Authenticator(domains: TrustDomains(own: [try TrustDomain("poc.local")]), tokens: nil)
    let verdict = bare.principal(for: development([agent], ["Bearer " + (try token())]), now: now)
    #expect(throws: IdentityError.tokensUnavailable) { try verdict.get() }
  }

  @Test func challengeSaysWhereToGo() {
    let challenge = Challenge(
      resourceMetadata: "https://gw.example/.well-known/oauth-protected-resource/mcp", scopes: ["tools:read"])
    let tail =
      #"scope="tools:read", resource_metadata="https://gw.example/.well-known/oauth-protected-resource/mcp""#
    #expect(challenge.text(for: .required) == #"Bearer realm="precinct", "# + tail)
    #expect(
      challenge.text(for: .token(.expired))
        == #"Bearer realm="precinct", error="invalid_token", error_description="The token has expired.", "#
        + tail)
    #expect(challenge.text(for: .token(.scope)).contains(#"error="insufficient_scope""#))
    #expect(challenge.text(for: .authorizationRepeated).contains(#"error="invalid_request""#))
    #expect(
      Challenge(resourceMetadata: "https://x/\"\r\nSet-Cookie: a").text(for: .required)
        == #"Bearer realm="precinct", resource_metadata="https://x/Set-Cookie: a""#)
  }

  @Test func codesAreUniqueAndSnakeCase() {
    let codes = IdentityError.allCodes
    #expect(Set(codes).count == codes.count)
    let allowed = Set("abcdefghijklmnopqrstuvwxyz_".utf8)
    #expect(codes.allSatisfy { allowed.isSuperset(of: $0.utf8) })
  }
}
