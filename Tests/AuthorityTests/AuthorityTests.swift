import Authority
import Basics
import SPIFFE
import Testing
import TestKit
import X509

@Suite("Authority")
struct AuthorityTests {
  let now = Timestamp(seconds: 1_800_000_000)
  let domain: TrustDomain
  let id: SPIFFEID

  init() throws {
    domain = try TrustDomain("poc.local")
    id = try SPIFFEID("spiffe://poc.local/agents/mcp-client/my-agent/dev")
  }

  private func verify(_ svid: IssuedSVID, _ bundle: BundleDocument, at now: Timestamp) async throws -> VerifiedSVID {
    let verifier = SVIDVerifier(bundles: [try bundle.trustBundle()], allowed: [domain])
    return try await verifier.verify(chain: svid.chain, now: now).get()
  }

  @Test func svidsVerifyAgainstTheBundle() async throws {
    let directory = try TemporaryDirectory()
    let authority = try Authority(of: domain, path: directory.file("authority.json"), now: now)
    let svid = try authority.issue(id, dnsNames: ["localhost"], now: now)
    let verified = try await verify(svid, authority.bundle, at: now)
    #expect(verified.id == id && verified.expires == now.adding(.seconds(3_600)))
    #expect(svid.renewal == now.adding(.seconds(1_800)))
  }

  @Test func tokensVerifyAgainstTheBundleForTheirAudienceOnly() throws {
    let directory = try TemporaryDirectory()
    let authority = try Authority(of: domain, path: directory.file("authority.json"), now: now)
    let (text, expires) = try authority.issueToken(id, audiences: ["a", "b"], now: now)
    let token = try CompactToken(parsing: Array(text.utf8))
    let bundle = try authority.bundle.trustBundle()
    #expect(try JWTSVIDVerifier(bundles: [bundle], audiences: ["b"]).verify(token, now: now) == id)
    #expect(throws: TokenError.audience) {
      try JWTSVIDVerifier(bundles: [bundle], audiences: ["c"]).verify(token, now: now)
    }
    #expect(expires == now.adding(.seconds(300)))
  }

  @Test func keysAreForTheOwnerOnlyAndOutliveARestart() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("authority.json")
    let before = try Authority(of: domain, path: path, now: now).bundle
    #expect(try FileBytes.permissions(path) == 0o600)
    let again = try Authority(of: domain, path: path, now: now.adding(.seconds(60)))
    #expect(again.bundle == before)
    #expect(!String(reflecting: try again.issue(id, now: now)).contains("PRIVATE KEY"))
  }

  @Test func aFileThatOthersCanReadIsRefused() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("authority.json")
    _ = try Authority(of: domain, path: path, now: now)
    try FileBytes.replace(path, with: try FileBytes.read(path, bytesMax: 1 << 20), mode: 0o640)
    #expect(throws: AuthorityError.self) { try Authority(of: domain, path: path, now: now) }
  }

  @Test(arguments: ["", "{}", "{\"version\":1}", "not json"])
  func aDamagedFileIsRefusedAndNamed(text: String) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("authority.json")
    try FileBytes.replace(path, with: Array(text.utf8), mode: 0o600)
    let error = #expect(throws: AuthorityError.self) { try Authority(of: domain, path: path, now: now) }
    #expect(error?.code == .malformed && error?.detail.hasPrefix(path) == true)
  }

  @Test func anotherTrustDomainsAuthorityIsRefused() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("authority.json")
    _ = try Authority(of: try TrustDomain("other.example"), path: path, now: now)
    let error = #expect(throws: AuthorityError.self) { try Authority(of: domain, path: path, now: now) }
    #expect(error?.code == .otherDomain)
  }

  /// Over several generations, what is signed at any time verifies against the bundle that was seen a little before.
  @Test func rotationNeverSignsWithWhatTheBundleDidNotHold() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("authority.json")
    let settings = AuthoritySettings(lifetime: .seconds(1_200), svidLifetime: .seconds(60), tokenLifetime: .seconds(30))
    var seen = try Authority(of: domain, path: path, settings, now: now).bundle
    var generations: Set<[UInt8]> = []
    for minute in 1...120 {
      let time = now.adding(.seconds(60 * minute))
      // Reopened each time: a restart in the midst of a rotation changes nothing.
      let authority = try Authority(of: domain, path: path, settings, now: time)
      let svid = try authority.issue(id, now: time)
      _ = try await verify(svid, seen, at: time)
      let token = try CompactToken(parsing: Array(try authority.issueToken(id, audiences: ["a"], now: time).token.utf8))
      #expect(try JWTSVIDVerifier(bundles: [seen.trustBundle()], audiences: ["a"]).verify(token, now: time) == id)
      #expect(authority.bundle.authorities.count <= 2)
      generations.formUnion(authority.bundle.authorities)
      seen = authority.bundle
    }
    #expect(generations.count >= 10)
  }

  @Test func replacedSignersSignAtOnceAndTheOldStayInTheBundle() async throws {
    let directory = try TemporaryDirectory()
    let authority = try Authority(of: domain, path: directory.file("authority.json"), now: now)
    let old = try authority.issue(id, now: now)
    let sequence = try #require(authority.bundle.sequence)
    try authority.replaceSigners(now: now)
    #expect(authority.bundle.sequence == sequence + 1 && authority.bundle.authorities.count == 2)
    _ = try await verify(old, authority.bundle, at: now)
    let svid = try authority.issue(id, now: now)
    let onlyNew = BundleDocument(
      trustDomain: domain, authorities: Array(authority.bundle.authorities.suffix(1)), tokenKeys: [])
    _ = try await verify(svid, onlyNew, at: now)
  }

  @Test func anSVIDEndsWithItsAuthority() throws {
    let directory = try TemporaryDirectory()
    let settings = AuthoritySettings(lifetime: .seconds(600), svidLifetime: .seconds(3_600))
    let authority = try Authority(of: domain, path: directory.file("authority.json"), settings, now: now)
    #expect(try authority.issue(id, now: now).expires == now.adding(.seconds(600)))
  }

  @Test func aClockThatIsFarBackDoesNotSilenceTheAuthority() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("authority.json")
    _ = try Authority(of: domain, path: path, now: now)
    let earlier = now.adding(.seconds(-3_600))
    #expect(try Authority(of: domain, path: path, now: earlier).issue(id, now: earlier).id == id)
  }

  @Test func theBundleDocumentIsReadBackAsItWas() throws {
    let directory = try TemporaryDirectory()
    let bundle = try Authority(of: domain, path: directory.file("authority.json"), now: now).bundle
    #expect(try BundleDocument(trustDomain: domain, document: bundle.document) == bundle)
  }
}
