import Basics
import SPIFFE
import TestKit
import Testing
import X509

@Suite("X.509-SVID verification") struct SVIDVerifierTests {
  static let domain = "example.org"
  static let id = "spiffe://example.org/agents/mcp-client/my-agent/dev"
  static let now = Timestamp(seconds: 1_795_251_600)

  /// The answer for one chain, with `root` as the only authority of the domain.
  static func verdict(
    _ chain: [Certificate], root: Certificate, role: PeerRole = .client, now: Timestamp = now,
    allowed: [String] = [domain]
  ) async throws -> Result<VerifiedSVID, SVIDError> {
    let bundle = TrustBundle(trustDomain: try TrustDomain(domain), authorities: [root])
    let verifier = SVIDVerifier(bundles: [bundle], allowed: Set(try allowed.map { try TrustDomain($0) }))
    return await verifier.verify(chain: chain, role: role, now: now)
  }

  static func root() throws -> TestCertificate { try TestCertificate.root(of: domain, now: now) }

  @Test func soundChainProvesItsID() async throws {
    let root = try Self.root()
    let intermediate = try root.issue(.authority(of: Self.domain, name: "intermediate", now: Self.now))
    for issuer in [root, intermediate] {
      let svid = try issuer.issue(SVIDRecipe(Self.id, now: Self.now))
      let proved = try await Self.verdict(svid.chain, root: root.certificate).get()
      #expect(proved.id.text == Self.id)
      #expect(proved.expires == Self.now.adding(.seconds(3_600)))
    }
  }

  @Test func chainInDERIsWhatTLSHandsOver() async throws {
    let root = try Self.root()
    let svid = try root.issue(SVIDRecipe(Self.id, now: Self.now, key: .ed25519()))
    let verifier = SVIDVerifier(
      bundles: [try svid.bundle(of: Self.domain)], allowed: [try TrustDomain(Self.domain)])
    #expect(try await verifier.verify(chain: svid.der, now: Self.now).get().id.text == Self.id)
    #expect(await verifier.verify(chain: [[UInt8]](), now: Self.now) == .failure(.noCertificate))
    #expect(await verifier.verify(chain: [[1, 2, 3]], now: Self.now) == .failure(.malformed))
    #expect(
      await verifier.verify(chain: [[UInt8](repeating: 48, count: 20_000)], now: Self.now)
        == .failure(.certificateTooLarge))
    #expect(
      try await verifier.verify(chain: Array(repeating: svid.der[0], count: 7), now: Self.now)
        == .failure(.chainTooLong))
  }

  struct Defect: Sendable, CustomTestStringConvertible {
    let name: String
    let error: SVIDError
    let change: @Sendable (inout SVIDRecipe) -> Void

    init(_ name: String, _ error: SVIDError, _ change: @escaping @Sendable (inout SVIDRecipe) -> Void) {
      self.name = name
      self.error = error
      self.change = change
    }

    var testDescription: String { name }
  }

  static let leafDefects: [Defect] = [
    Defect("no URI", .noURI) { $0.uris = [] },
    Defect("a DNS name only", .noURI) { ($0.uris, $0.dnsNames) = ([], ["example.org"]) },
    Defect("two URIs", .severalURIs) { $0.uris.append("spiffe://example.org/agents/other") },
    Defect("the same URI twice", .severalURIs) { $0.uris.append(id) },
    Defect("a second URI of another scheme", .severalURIs) { $0.uris.append("https://example.org") },
    Defect("no SPIFFE ID", .invalidID) { $0.uris = ["https://example.org/agents"] },
    Defect("path traversal", .invalidID) { $0.uris = ["spiffe://example.org/agents/../system/root"] },
    Defect("percent-encoding", .invalidID) { $0.uris = ["spiffe://example.org/agents%2Fx"] },
    Defect("an ID of 4 KB", .invalidID) {
      $0.uris = ["spiffe://example.org/" + String(repeating: "a", count: 4_096)]
    },
    Defect("the ID of the domain", .noPath) { $0.uris = ["spiffe://example.org"] },
    Defect("another trust domain", .trustDomain) { $0.uris = ["spiffe://other.org/agents/x"] },
    Defect("a CA certificate", .leafIsAuthority) { $0.isAuthority = true },
    Defect("no key usage", .noKeyUsage) { $0.hasKeyUsage = false },
    Defect("key usage that is not critical", .noKeyUsage) { $0.isKeyUsageCritical = false },
    Defect("no digitalSignature", .digitalSignature) {
      ($0.digitalSignature, $0.keyAgreement) = (false, true)
    },
    Defect("keyCertSign", .signingLeaf) { $0.keyCertSign = true },
    Defect("cRLSign", .signingLeaf) { $0.crlSign = true },
    Defect("extended key usage without clientAuth", .extendedKeyUsage) { $0.extendedKeyUsages = [.server] },
    Defect("extended key usage for code", .extendedKeyUsage) { $0.extendedKeyUsages = [.codeSigning] },
    Defect("an unknown critical extension", .criticalExtension) { $0.hasUnknownCriticalExtension = true },
    Defect("expired", .expired) { $0.notAfter = now.adding(.seconds(-31)) },
    Defect("not yet valid", .notYetValid) { $0.notBefore = now.adding(.seconds(31)) },
  ]

  @Test(arguments: leafDefects)
  func eachDefectOfTheLeafIsNamed(_ defect: Defect) async throws {
    let root = try Self.root()
    let svid = try root.issue(SVIDRecipe(Self.id, now: Self.now).with(defect.change))
    #expect(try await Self.verdict(svid.chain, root: root.certificate) == .failure(defect.error))
  }

  static let issuerDefects: [Defect] = [
    Defect("no authority", .notAnAuthority) { $0.isAuthority = false },
    Defect("no basic constraints", .notAnAuthority) { $0.hasBasicConstraints = false },
    Defect("no keyCertSign", .authorityKeyUsage) { $0.keyCertSign = false },
    Defect("no key usage", .authorityKeyUsage) { $0.hasKeyUsage = false },
    Defect("another trust domain's ID", .authorityID) { $0.uris = ["spiffe://other.org"] },
    Defect("an ID with a path", .authorityID) { $0.uris = ["spiffe://example.org/agents/x"] },
    Defect("an unknown critical extension", .criticalExtension) { $0.hasUnknownCriticalExtension = true },
    Defect("expired", .expired) { $0.notAfter = now.adding(.seconds(-31)) },
  ]

  @Test(arguments: issuerDefects)
  func eachDefectOfAnIntermediateIsNamed(_ defect: Defect) async throws {
    let root = try Self.root()
    let recipe = SVIDRecipe.authority(of: Self.domain, name: "intermediate", now: Self.now)
    let svid = try root.issue(recipe.with(defect.change)).issue(SVIDRecipe(Self.id, now: Self.now))
    #expect(try await Self.verdict(svid.chain, root: root.certificate) == .failure(defect.error))
  }

  @Test func smallDifferencesOfClocksAreOverlooked() async throws {
    let root = try Self.root()
    let svid = try root.issue(SVIDRecipe(Self.id, now: Self.now))
    let early = Self.now.adding(.seconds(-85))
    let late = Self.now.adding(.seconds(3_625))
    #expect(try await Self.verdict(svid.chain, root: root.certificate, now: early).isSuccess)
    #expect(try await Self.verdict(svid.chain, root: root.certificate, now: late).isSuccess)
    let tooEarly = Self.now.adding(.seconds(-95))
    #expect(
      try await Self.verdict(svid.chain, root: root.certificate, now: tooEarly) == .failure(.notYetValid))
    let tooLate = Self.now.adding(.seconds(3_635))
    #expect(try await Self.verdict(svid.chain, root: root.certificate, now: tooLate) == .failure(.expired))
  }

  @Test func chainFromAnotherAuthorityIsUntrusted() async throws {
    let root = try Self.root()
    let stranger = try Self.root()
    let svid = try stranger.issue(SVIDRecipe(Self.id, now: Self.now))
    #expect(try await Self.verdict(svid.chain, root: root.certificate) == .failure(.untrusted))
    // Sending the stranger's root along does not help.
    #expect(
      try await Self.verdict(svid.chain + [stranger.certificate], root: root.certificate)
        == .failure(.untrusted))
    // A missing intermediate cannot be found either.
    let intermediate = try root.issue(.authority(of: Self.domain, name: "intermediate", now: Self.now))
    let leaf = try intermediate.issue(SVIDRecipe(Self.id, now: Self.now)).certificate
    #expect(try await Self.verdict([leaf], root: root.certificate) == .failure(.untrusted))
  }

  @Test func selfSignedLeafIsUntrustedEvenAsItsOwnAuthority() async throws {
    let leaf = try TestCertificate.selfSigned(SVIDRecipe(Self.id, now: Self.now))
    #expect(try await Self.verdict(leaf.chain, root: try Self.root().certificate) == .failure(.untrusted))
    #expect(try await Self.verdict(leaf.chain, root: leaf.certificate) == .failure(.untrusted))
  }

  @Test func bundleOfOneDomainIsNeverUsedForAnother() async throws {
    let other = try TestCertificate.root(of: "other.org", now: Self.now)
    let mine = try Self.root()
    let verifier = SVIDVerifier(
      bundles: [try mine.bundle(of: Self.domain), try other.bundle(of: "other.org")],
      allowed: [try TrustDomain(Self.domain), try TrustDomain("other.org"), try TrustDomain("third.org")])
    let forged = try other.issue(SVIDRecipe(Self.id, now: Self.now))
    #expect(await verifier.verify(chain: forged.chain, now: Self.now) == .failure(.untrusted))
    let honest = try other.issue(SVIDRecipe("spiffe://other.org/agents/x", now: Self.now))
    #expect(await verifier.verify(chain: honest.chain, now: Self.now).isSuccess)
    let third = try other.issue(SVIDRecipe("spiffe://third.org/agents/x", now: Self.now))
    #expect(await verifier.verify(chain: third.chain, now: Self.now) == .failure(.noBundle))
  }

  @Test func pathLengthIsHeld() async throws {
    let root = try TestCertificate.root(of: Self.domain, now: Self.now, pathLength: 1)
    let first = try root.issue(.authority(of: Self.domain, name: "one", now: Self.now))
    let second = try first.issue(.authority(of: Self.domain, name: "two", now: Self.now))
    let near = try first.issue(SVIDRecipe(Self.id, now: Self.now))
    let far = try second.issue(SVIDRecipe(Self.id, now: Self.now))
    #expect(try await Self.verdict(near.chain, root: root.certificate).isSuccess)
    #expect(try await Self.verdict(far.chain, root: root.certificate) == .failure(.pathLength))
  }

  @Test func rolesAreNotInterchangeable() async throws {
    let root = try Self.root()
    let server = try root.issue(SVIDRecipe(Self.id, now: Self.now).with { $0.extendedKeyUsages = [.server] })
    #expect(try await Self.verdict(server.chain, root: root.certificate, role: .server).isSuccess)
    #expect(
      try await Self.verdict(server.chain, root: root.certificate, role: .client)
        == .failure(.extendedKeyUsage))
    let plain = try root.issue(SVIDRecipe(Self.id, now: Self.now).with { $0.extendedKeyUsages = nil })
    #expect(try await Self.verdict(plain.chain, root: root.certificate, role: .client).isSuccess)
  }

  @Test func authoritiesAreFoundWithAndWithoutKeyIdentifiers() async throws {
    for (rootNames, leafNames) in [(true, true), (true, false), (false, true), (false, false)] {
      let root = try TestCertificate.selfSigned(
        .authority(of: Self.domain, name: "root", now: Self.now).with { $0.hasKeyIdentifiers = rootNames })
      let leaf = try root.issue(SVIDRecipe(Self.id, now: Self.now).with { $0.hasKeyIdentifiers = leafNames })
      #expect(try await Self.verdict(leaf.chain, root: root.certificate).isSuccess)
    }
  }

  @Test func manyAuthoritiesOfOneNameDoNotSlowTheSearch() async throws {
    let root = try Self.root()
    let leaf = try root.issue(SVIDRecipe(Self.id, now: Self.now))
    let many = try (0..<200).map { _ in try Self.root().certificate } + [root.certificate]
    let domain = try TrustDomain(Self.domain)
    let verifier = SVIDVerifier(
      bundles: [TrustBundle(trustDomain: domain, authorities: many)], allowed: [domain])
    #expect(await verifier.verify(chain: leaf.chain, now: Self.now).isSuccess)
    // Without a key identifier only the first few of the name are tried: the search is bounded, not complete.
    let unnamed = try root.issue(SVIDRecipe(Self.id, now: Self.now).with { $0.hasKeyIdentifiers = false })
    #expect(await verifier.verify(chain: unnamed.chain, now: Self.now) == .failure(.untrusted))
  }

  @Test func damagedSignatureIsUntrusted() async throws {
    let root = try Self.root()
    let svid = try root.issue(SVIDRecipe(Self.id, now: Self.now))
    var der = try svid.der[0]
    der[der.count - 1] ^= 1
    let verifier = SVIDVerifier(
      bundles: [try svid.bundle(of: Self.domain)], allowed: [try TrustDomain(Self.domain)])
    let verdict = await verifier.verify(chain: [der], now: Self.now)
    #expect(verdict == .failure(.untrusted) || verdict == .failure(.malformed))
  }

  @Test func damagedCertificatesAreNeverAccepted() async throws {
    let root = try Self.root()
    let svid = try root.issue(SVIDRecipe(Self.id, now: Self.now))
    let sound = try svid.der[0]
    let verifier = SVIDVerifier(
      bundles: [try svid.bundle(of: Self.domain)], allowed: [try TrustDomain(Self.domain)])
    var random = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      var der = sound
      if Bool.random(using: &random) { der.removeLast(Int.random(in: 1..<der.count, using: &random)) }
      der[Int.random(in: 0..<der.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
      #expect(await verifier.verify(chain: [der], now: Self.now).isSuccess == false)
    }
  }
}

extension Result {
  var isSuccess: Bool { if case .success = self { true } else { false } }
}
