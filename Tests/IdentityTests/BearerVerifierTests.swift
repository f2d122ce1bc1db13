import Basics
import Identity
import SPIFFE
import TestKit
import Testing

@Suite("Bearer tokens") struct BearerVerifierTests {
  static let now = Timestamp(seconds: 1_795_251_600)
  static let audience = "https://gateway.example/mcp"
  static let key = TokenKey.p256("k1")

  static func domains() throws -> TrustDomains { TrustDomains(own: [try TrustDomain("poc.local")]) }

  static func verifier(
    keys: [TokenKey] = [key], algorithms: Set<SignatureAlgorithm> = SignatureAlgorithm.defaultAllowed,
    workloadDomains: Set<TrustDomain> = [], requiredScopes: Set<String> = [], secretsAllowed: Bool = false,
    bundles: [TrustBundle] = [], rememberedMax: Int = 64
  ) throws -> BearerVerifier {
    let issuer = TokenIssuer(
      name: "https://issuer.example",
      keys: try WebKeySet(parsing: TokenKey.keySet(keys), secretsAllowed: secretsAllowed),
      algorithms: algorithms,
      domain: try TrustDomain("poc.local"), workloadDomains: workloadDomains, requiredScopes: requiredScopes)
    return BearerVerifier(
      audiences: [audience], issuers: [issuer], bundles: bundles, domains: try domains(),
      rememberedMax: rememberedMax)
  }

  static func mint(_ change: (inout TokenMint) -> Void = { _ in }) -> TokenMint {
    TokenMint(key: key, now: now).with(change)
  }

  static func error(_ result: Result<Principal, IdentityError>) -> IdentityError? {
    if case .failure(let error) = result { error } else { nil }
  }

  @Test func soundTokenGivesItsSubject() throws {
    let token = try Self.mint {
      $0.claims["sub"] = "alice@example.com"
      $0.claims["scope"] = "tools:read tools:call"
      $0.claims["roles"] = ["dev", "ops"]
      $0.claims["client_id"] = "cli"
      $0.claims["tenant"] = "acme"
      $0.claims["act"] = ["sub": "bot", "act": ["sub": "scheduler"]]
    }.token()
    let principal = try Self.verifier().verify(token, now: Self.now).get()
    #expect(principal.id.text == "spiffe://poc.local/external/alice_40example.com")
    #expect(principal.kind == .external && principal.user == "alice@example.com")
    #expect(principal.scopes == ["tools:read", "tools:call"] && principal.roles == ["dev", "ops"])
    #expect(principal.clientID == "cli" && principal.tenant == "acme" && principal.authMethod == .oauthJWT)
    #expect(principal.delegation == ["bot", "scheduler"])
    #expect(principal.expires == Self.now.adding(.seconds(330)))
  }

  @Test func everyAllowedAlgorithmIsVerified() throws {
    let rsa = try TokenKey.rsa2048()
    let keys = [TokenKey.p256(), .p384(), .ed25519(), rsa]
    let verifier = try Self.verifier(keys: keys)
    var tokens = keys.map { TokenMint(key: $0, now: Self.now) }
    for name in ["RS384", "RS512", "PS256"] {
      tokens.append(TokenMint(key: rsa, now: Self.now).with { $0.header["alg"] = .string(name) })
    }
    for mint in tokens {
      let token = try mint.token()
      #expect(Self.error(verifier.verify(token, now: Self.now)) == nil, "\(mint.header)")
      // The same claims with one bit of the signature changed.
      let last = try #require(token.split(separator: ".").last)
      let signature = try #require(Base64.decode(last.utf8, .url))
      let damaged = Base64.encode([signature[0] ^ 1] + signature.dropFirst(), .url)
      let forged = token.split(separator: ".").dropLast().joined(separator: ".") + "." + damaged
      #expect(Self.error(verifier.verify(forged, now: Self.now)) == .token(.signature))
    }
  }

  struct Defect: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let error: TokenError
    let change: @Sendable (inout TokenMint) -> Void

    init(_ name: String, _ error: TokenError, _ change: @escaping @Sendable (inout TokenMint) -> Void) {
      testDescription = name
      self.error = error
      self.change = change
    }
  }

  static let defects: [Defect] = [
    Defect("alg none", .algorithm) { $0.header["alg"] = "none" },
    Defect("alg NONE", .algorithm) { $0.header["alg"] = "NONE" },
    Defect("no alg", .malformed) { $0.header["alg"] = nil },
    Defect("alg of another family", .algorithm) { $0.header["alg"] = "ES256K" },
    Defect("unknown key", .unknownKey) { $0.header["kid"] = "k2" },
    Defect("kid that is no text", .malformed) { $0.header["kid"] = 7 },
    Defect("kid of 300 bytes", .malformed) { $0.header["kid"] = .string(String(repeating: "k", count: 300)) },
    Defect("crit", .criticalHeader) { $0.header["crit"] = ["exp"] },
    Defect("compressed", .criticalHeader) { $0.header["zip"] = "DEF" },
    Defect("an ID-JAG", .type) { $0.header["typ"] = "oauth-id-jag+jwt" },
    Defect("a logout token", .type) { $0.header["typ"] = "logout+jwt" },
    Defect("another key with the same kid", .signature) { $0.key = TokenKey.p256("k1") },
    Defect("unknown issuer", .issuer) { $0.claims["iss"] = "https://issuer.example/" },
    Defect("no issuer", .issuer) { $0.claims["iss"] = nil },
    Defect("another audience", .audience) { $0.claims["aud"] = "https://other.example" },
    Defect("a longer audience", .audience) { $0.claims["aud"] = .string(audience + "/x") },
    Defect("no audience", .audience) { $0.claims["aud"] = nil },
    Defect("an audience list with an object", .audience) {
      $0.claims["aud"] = [.string(audience), ["a": 1]]
    },
    Defect("no expiry", .missingExpiry) { $0.claims["exp"] = nil },
    Defect("expired", .expired) { $0.claims["exp"] = .integer(Int(now.seconds) - 30) },
    Defect("expiry that is a text", .malformed) { $0.claims["exp"] = "2026" },
    Defect("expiry after the year 9999", .malformed) { $0.claims["exp"] = 999_999_999_999_999 },
    Defect("negative expiry", .malformed) { $0.claims["exp"] = -1 },
    Defect("not yet valid", .notYetValid) { $0.claims["nbf"] = .integer(Int(now.seconds) + 31) },
    Defect("issued in the future", .issuedInFuture) { $0.claims["iat"] = .integer(Int(now.seconds) + 31) },
    Defect("no subject", .subject) { $0.claims["sub"] = nil },
    Defect("empty subject", .subject) { $0.claims["sub"] = "" },
    Defect("subject that is a number", .subject) { $0.claims["sub"] = 7 },
    Defect("a workload of a domain the issuer has no say in", .subject) {
      $0.claims["sub"] = "spiffe://poc.local/system/root"
    },
    Defect("a broken SPIFFE ID", .subject) { $0.claims["sub"] = "spiffe://poc.local/../x" },
  ]

  @Test(arguments: defects)
  func eachDefectIsNamed(_ defect: Defect) throws {
    let token = try Self.mint(defect.change).token()
    #expect(Self.error(try Self.verifier().verify(token, now: Self.now)) == .token(defect.error))
  }

  @Test func smallDifferencesOfClocksAreOverlooked() throws {
    let verifier = try Self.verifier()
    let second = Int(Self.now.seconds)
    for change: (inout TokenMint) -> Void in [
      { $0.claims["exp"] = .integer(second - 29) }, { $0.claims["nbf"] = .integer(second + 30) },
      { $0.claims["iat"] = .integer(second + 30) },
    ] {
      #expect(Self.error(verifier.verify(try Self.mint(change).token(), now: Self.now)) == nil)
    }
  }

  @Test func sharedSecretsCountOnlyWhereTheyAreConfigured() throws {
    let secret = TokenKey.secret(Array(repeating: 7, count: 32), "k1")
    let token = try TokenMint(key: secret, now: Self.now).token()
    #expect(Self.error(try Self.verifier().verify(token, now: Self.now)) == .token(.algorithm))
    // The classic confusion: the public key's text as the secret, with the algorithm allowed.
    let confused = try Self.verifier(algorithms: [.es256, .hs256])
    #expect(Self.error(confused.verify(token, now: Self.now)) == .token(.unknownKey))
    let configured = try Self.verifier(keys: [secret], algorithms: [.hs256], secretsAllowed: true)
    #expect(Self.error(configured.verify(token, now: Self.now)) == nil)
    #expect(throws: WebKeyError(.secretKey, "")) { try WebKeySet(parsing: TokenKey.keySet([secret])) }
  }

  @Test func issuerMayNameWorkloadsOnlyOfItsDomains() throws {
    let domain = try TrustDomain("poc.local")
    let token = try Self.mint { $0.claims["sub"] = "spiffe://poc.local/agents/mcp-client/my-agent/dev" }
      .token()
    let principal = try Self.verifier(workloadDomains: [domain]).verify(token, now: Self.now).get()
    #expect(principal.kind == .agent && principal.agent == "my-agent" && principal.user == nil)
  }

  @Test func requiredScopesAreRequired() throws {
    let verifier = try Self.verifier(requiredScopes: ["mcp", "tools"])
    let partly = try Self.mint { $0.claims["scope"] = "mcp mcptools" }.token()
    #expect(Self.error(verifier.verify(partly, now: Self.now)) == .token(.scope))
    let all = try Self.mint { $0.claims["scp"] = ["tools", "mcp"] }.token()
    #expect(Self.error(verifier.verify(all, now: Self.now)) == nil)
  }

  @Test func jwtSVIDsAreVerifiedByTheirOwnTrustDomain() throws {
    let domain = try TrustDomain("poc.local")
    let svidKey = TokenKey.p256("svid")
    let bundle = TrustBundle(
      trustDomain: domain, authorities: [], tokenKeys: try WebKeySet(parsing: TokenKey.keySet([svidKey])))
    let verifier = try Self.verifier(bundles: [bundle])
    let svid = TokenMint(key: svidKey, subject: "spiffe://poc.local/agents/x", now: Self.now).with {
      $0.claims["iss"] = nil
      $0.header["typ"] = "JWT"
    }
    let principal = try verifier.verify(svid.token(), now: Self.now).get()
    #expect(principal.id.text == "spiffe://poc.local/agents/x" && principal.authMethod == .jwtSVID)
    let foreign = svid.with { $0.claims["sub"] = "spiffe://other.local/agents/x" }
    #expect(Self.error(verifier.verify(try foreign.token(), now: Self.now)) == .token(.subject))
    let elsewhere = svid.with { $0.claims["aud"] = "spiffe://poc.local/other" }
    #expect(Self.error(verifier.verify(try elsewhere.token(), now: Self.now)) == .token(.audience))
    // The issuer's key is no authority of the trust domain.
    let forged = svid.with { $0.key = Self.key.named("svid") }
    #expect(Self.error(verifier.verify(try forged.token(), now: Self.now)) == .token(.signature))
  }

  @Test func acceptedTokensAreRememberedUntilTheyExpire() throws {
    let verifier = try Self.verifier()
    let token = try Self.mint().token()
    let first = try verifier.verify(token, now: Self.now).get()
    #expect(try verifier.verify(token, now: Self.now.adding(.seconds(200))).get() === first)
    #expect(Self.error(verifier.verify(token, now: Self.now.adding(.seconds(330)))) == .token(.expired))
    #expect(Self.error(verifier.verify(token, now: Self.now.adding(.seconds(330)))) == .token(.expired))
  }

  @Test func oversizeTokensAreRefusedUnread() throws {
    let verifier = try Self.verifier()
    let huge = String(repeating: "a", count: SPIFFELimits.tokenBytesMax + 1)
    #expect(Self.error(verifier.verify(huge, now: Self.now)) == .token(.tooLarge))
    let bigHeader = try Self.mint { $0.header["x"] = .string(String(repeating: "x", count: 5_000)) }.token()
    #expect(Self.error(verifier.verify(bigHeader, now: Self.now)) == .token(.malformed))
  }

  @Test(arguments: [
    "", ".", "..", "...", "a.b.c", "e30.e30.", "e30.e30", "e30.e30.AA.AA", "e30..AA", ".e30.AA",
    "e30=.e30.AA",
    "e30.e30.A", "W10.e30.AA", "IiI.e30.AA", "eyJhbGciOiJFUzI1NiIsImFsZyI6IkVTMjU2In0.e30.AA",
  ])
  func malformedTextsAreRefused(_ text: String) throws {
    #expect(Self.error(try Self.verifier().verify(text, now: Self.now)) == .token(.malformed))
  }

  @Test func duplicateClaimsAreRefused() throws {
    let claims = #"{"iss":"https://issuer.example","sub":"alice","sub":"root","exp":1795251900,"aud":"x"}"#
    let token = try TokenMint.token(
      header: Array(#"{"alg":"ES256","kid":"k1"}"#.utf8), claims: Array(claims.utf8), Self.key, .es256)
    #expect(Self.error(try Self.verifier().verify(token, now: Self.now)) == .token(.malformed))
  }

  @Test func damagedTokensAreNeverAccepted() throws {
    let verifier = try Self.verifier()
    let sound = Array(try Self.mint().token().utf8)
    var random = SeededGenerator(seed: 5)
    let alphabet = Array("abcXYZ019-_.=+/ \u{0}".utf8)
    for _ in 0..<400 {
      var bytes = sound
      switch Int.random(in: 0..<3, using: &random) {
      case 0:
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = alphabet.randomElement(using: &random) ?? 0
      case 1: bytes.removeSubrange(Int.random(in: 0..<bytes.count, using: &random)...)
      default:
        bytes.insert(
          alphabet.randomElement(using: &random) ?? 0, at: Int.random(in: 0...bytes.count, using: &random))
      }
      guard bytes != sound else { continue }
      #expect(Self.error(verifier.verify(String(decoding: bytes, as: UTF8.self), now: Self.now)) != nil)
    }
  }
}
