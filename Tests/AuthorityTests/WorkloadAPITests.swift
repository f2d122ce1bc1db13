import Authority
import Basics
import Crypto
import Glibc
import NIOCore
import NIOPosix
import SPIFFE
import SwiftASN1
import Synchronization
import Testing
import TestKit
import WorkloadAPI
import X509

/// The embedded authority behind a real socket, asked by our own client. The caller is this test process.
@Suite("Workload API", .serialized)
struct WorkloadAPITests {
  let domain: TrustDomain
  let id: SPIFFEID

  init() throws {
    domain = try TrustDomain("poc.local")
    id = try SPIFFEID("spiffe://poc.local/agents/mcp-client/my-agent/dev")
  }

  private var own: [String] { ["unix:uid:\(geteuid())", "unix:gid:\(getegid())"] }

  /// A served socket with `registrations`, and a connection to it.
  private func serving(
    _ registrations: [Registration], _ settings: AuthoritySettings = AuthoritySettings(),
    _ body: (Served) async throws -> Void
  ) async throws {
    let served = try await Served(domain, registrations, settings)
    do { try await body(served) } catch {
      await served.stop()
      throw error
    }
    await served.stop()
  }

  @Test func aRegisteredProcessGetsItsSVIDAndTheBundle() async throws {
    try await serving([Registration(id: id, selectors: own)]) { served in
      let connection = try await served.connect()
      let (first, _) = try await served.first(connection, .fetchX509SVID)
      let svid = try #require(try X509SVIDResponse(wire: first).svids.first)
      #expect(svid.id == id.text)
      let chain = try #require(DERList.split(svid.certificates))
      let authorities = try #require(DERList.split(svid.bundle)).map { try Certificate(derEncoded: $0) }
      let verifier = SVIDVerifier(bundles: [TrustBundle(trustDomain: domain, authorities: authorities)], allowed: [domain])
      #expect(try await verifier.verify(chain: chain, now: .now()).get().id == id)
      let key = try P256.Signing.PrivateKey(derRepresentation: svid.key)
      #expect(try Certificate(derEncoded: chain[0]).publicKey == Certificate.PublicKey(key.publicKey))
    }
  }

  @Test(arguments: WorkloadMethod.allCases)
  func aProcessWithoutAnEntryIsRefusedEveryMethod(method: WorkloadMethod) async throws {
    try await serving([Registration(id: id, selectors: ["unix:uid:\(geteuid() + 1)"])]) { served in
      let connection = try await served.connect()
      await #expect(throws: WorkloadClientError.refused(status: 7, message: "no identity issued")) {
        try await connection.call(method, JWTSVIDRequest(audiences: ["a"]).wire) { _ in }
      }
    }
  }

  @Test func anEntryWithoutSelectorsIsNobodys() async throws {
    try await serving([Registration(id: id, selectors: [])]) { served in
      let connection = try await served.connect()
      await #expect(throws: WorkloadClientError.self) { try await connection.call(.fetchX509SVID) { _ in } }
    }
  }

  @Test func theExecutableIsRecognisedByPathAndDigest() async throws {
    var room = [CChar](repeating: 0, count: 4_096)
    let count = readlink("/proc/self/exe", &room, room.count)
    let path = String(decoding: room[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let digest = Digest256(of: try FileBytes.read(path, bytesMax: 1 << 30)).hex
    let other = try SPIFFEID("spiffe://poc.local/agents/other/x/dev")
    try await serving([
      Registration(id: id, selectors: ["unix:path:\(path)", "unix:sha256:\(digest)"]),
      Registration(id: other, selectors: ["unix:path:\(path)x"]),
      Registration(id: other, selectors: ["unix:sha256:\(String(digest.reversed()))"]),
    ]) { served in
      let connection = try await served.connect()
      let (first, _) = try await served.first(connection, .fetchX509SVID)
      #expect(try X509SVIDResponse(wire: first).svids.map(\.id) == [id.text])
    }
  }

  @Test func tokensAreFetchedAndValidated() async throws {
    try await serving([Registration(id: id, selectors: own)]) { served in
      let connection = try await served.connect()
      let answer = try await connection.answer(.fetchJWTSVID, JWTSVIDRequest(audiences: ["gateway"]).wire)
      let svid = try #require(try JWTSVIDResponse(wire: answer).svids.first)
      let keys = try await served.first(connection, .fetchJWTBundles).0
      let document = try #require(try BundlesResponse.jwt(wire: keys).bundles[domain.id.text])
      let bundle = try TrustBundle(trustDomain: domain, document: document)
      let token = try CompactToken(parsing: Array(svid.token.utf8))
      #expect(try JWTSVIDVerifier(bundles: [bundle], audiences: ["gateway"]).verify(token, now: .now()) == id)

      let valid = ValidateJWTSVIDRequest(audience: "gateway", token: svid.token).wire
      #expect(!(try await connection.answer(.validateJWTSVID, valid)).isEmpty)
      for request in [
        ValidateJWTSVIDRequest(audience: "other", token: svid.token), .init(audience: "gateway", token: svid.token + "x"),
        .init(audience: "", token: svid.token), .init(audience: "gateway", token: ""),
      ] {
        await #expect(throws: WorkloadClientError.refused(status: 3, message: "the request is not valid")) {
          try await connection.answer(.validateJWTSVID, request.wire)
        }
      }
    }
  }

  @Test(arguments: [
    (JWTSVIDRequest(audiences: []), 3), (JWTSVIDRequest(audiences: [""]), 3),
    (JWTSVIDRequest(audiences: ["a"], id: "no-id"), 3),
    (JWTSVIDRequest(audiences: ["a"], id: "spiffe://poc.local/agents/of/another/dev"), 7),
  ])
  func requestsForTokensThatAreNotTheirsAreRefused(request: JWTSVIDRequest, status: Int) async throws {
    try await serving([Registration(id: id, selectors: own)]) { served in
      let connection = try await served.connect()
      let error = await #expect(throws: WorkloadClientError.self) {
        try await connection.answer(.fetchJWTSVID, request.wire)
      }
      guard case .refused(let found, _) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(found == status)
    }
  }

  @Test func aStreamGetsANewSVIDBeforeTheOldOneEnds() async throws {
    let settings = AuthoritySettings(svidLifetime: .seconds(4))
    try await serving([Registration(id: id, selectors: own)], settings) { served in
      let connection = try await served.connect()
      let answers = try await served.take(3, connection, .fetchX509SVID)
      #expect(Set(answers).count == 3)
    }
  }

  @Test func aChangeReachesOpenStreamsAtOnceAndARemovalEndsThem() async throws {
    try await serving([Registration(id: id, selectors: own)]) { served in
      let connection = try await served.connect()
      let (_, stream) = try await served.first(connection, .fetchX509SVID)
      served.set([])
      await #expect(throws: WorkloadClientError.refused(status: 7, message: "no identity issued")) {
        try await stream.value
      }
    }
  }

  @Test func theClientStaysWithASocketThatVanishesAndReturns() async throws {
    let served = try await Served(domain, [Registration(id: id, selectors: own)], AuthoritySettings())
    let events = AsyncStream.makeStream(of: String.self)
    let client = WorkloadClient(served.path, group: served.group, pause: { _ in try await Task.sleep(for: .milliseconds(20)) })
    let task = Task {
      await client.run { event in
        switch event {
        case .x509(let response): events.continuation.yield("svid \(response.svids.count)")
        case .failed: events.continuation.yield("failed")
        case .jwtBundles: break
        }
      }
    }
    var iterator = events.stream.makeAsyncIterator()
    #expect(await iterator.next() == "svid 1")
    await served.server.close()
    #expect(await iterator.next() == "failed")
    try await served.restart()
    while let event = await iterator.next(), event != "svid 1" { #expect(event == "failed") }
    task.cancel()
    await served.stop()
  }

  @Test func aSocketThatIsServedIsNotTakenAndAForeignFileNeither() async throws {
    try await serving([]) { served in
      let second = WorkloadServer(served.issuer, group: served.group, threads: served.threads)
      await #expect(throws: WorkloadSocketError.self) { try await second.listen(served.path) }
      let file = served.directory.file("file")
      try FileBytes.create(file, with: [1], mode: 0o600)
      await #expect(throws: WorkloadSocketError.self) { try await second.listen(file) }
      #expect(try FileBytes.read(file, bytesMax: 10) == [1])
    }
  }

  @Test(arguments: [
    ("unix:///run/x.sock", "/run/x.sock"), ("unix:/run/x.sock", "/run/x.sock"), ("/run/x.sock", "/run/x.sock"),
    ("unix:x.sock", "x.sock"), ("tcp://127.0.0.1:8000", nil), ("unix://host/x.sock", nil), ("", nil),
  ])
  func addressesOfSocketsAreRead(address: String, path: String?) {
    #expect(WorkloadSocket.path(of: address) == path)
  }

  @Test func pausesGrowAndStayBounded() {
    var backoff = Backoff()
    let pauses = (0..<12).map { _ in backoff.next(share: 1) }
    #expect(pauses.first == .milliseconds(200) && pauses[1] == .milliseconds(400) && pauses.last == .seconds(30))
    backoff.reset()
    #expect(backoff.next(share: 0) == .milliseconds(100))
  }
}
