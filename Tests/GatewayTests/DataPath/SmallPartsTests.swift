import Basics
import NIOCore
import Sessions
import Testing

@testable import Gateway

@Suite("Small parts of the data path") struct SmallPartsTests {
  @Test(arguments: [
    ("http://a", "a", 80, "/"), ("https://a/x?y#z", "a", 443, "/x?y"), ("http://a:81", "a", 81, "/"),
    ("http://[::1]:8/x", "::1", 8, "/x"), ("https://a?q", "a", 443, "/?q"),
  ])
  func urlsAreSplit(text: String, host: String, port: Int, path: String) throws {
    let url = try #require(UpstreamURL(text))
    #expect(url.origin.host == host)
    #expect(url.origin.port == port)
    #expect(url.path == path)
  }

  @Test(arguments: [
    "", "a", "ftp://a", "http://", "http:///x", "http://u@a/", "http://a:0/", "http://a:65536/",
    "http://a:b/", "http://a: 80/",
    "http://a/\r\nX: y", "http://a/ b", "http://[::1", "http://[::1]x/", "HTTP://a", "http://\u{e9}/",
    "http://a:80:80/",
  ])
  func whatIsNoURLIsNone(text: String) { #expect(UpstreamURL(text) == nil) }

  @Test func authorityLeavesOutTheDefaultPort() {
    #expect(UpstreamURL("http://a:80/")?.origin.authority == "a")
    #expect(UpstreamURL("https://a:80/")?.origin.authority == "a:80")
    #expect(UpstreamURL("http://[::1]:81/")?.origin.authority == "[::1]:81")
    #expect(UpstreamURL("http://a/v1/")?.appending("x").path == "/v1/x")
  }

  @Test(arguments: [
    ("/", Route.mcp(server: nil)), ("/mcp", .mcp(server: nil)), ("/mcp/", .mcp(server: nil)),
    ("/health", .health),
    ("/servers/a/mcp", .mcp(server: "a")), ("/.well-known/oauth-protected-resource", .protectedResource),
    ("/servers//mcp", nil), ("/servers/a/b/mcp", nil), ("/servers/a", nil), ("//", nil), ("/MCP", nil),
    ("/mcp/x", nil),
    ("/health/", nil), ("/%6dcp", nil),
  ])
  func pathsHaveOneMeaning(path: String, route: Route?) {
    #expect(Route(path: Array(path.utf8)[...]) == route)
  }

  @Test func decisionIdsAreSortedUUIDsOfVersion7() {
    var random = RandomPool()
    let ids = (0..<300).map {
      Identifiers.decision(at: Timestamp(seconds: 1_700_000_000 + Int64($0)), &random)
    }
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == 300)
    for id in ids {
      let bytes = Array(id.utf8)
      #expect(bytes.count == 36 && [8, 13, 18, 23].allSatisfy { bytes[$0] == UInt8(ascii: "-") })
      #expect(bytes[14] == UInt8(ascii: "7") && "89ab".utf8.contains(bytes[19]))
    }
    #expect(ids[0].hasPrefix("018bcfe5-6800-7"))
  }

  @Test(arguments: [
    ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4bf92f3577b34da6a3ce929d0e0e4736"),
    ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", nil),
    ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", nil),
    ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", nil),
    ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", nil), ("", nil),
    ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x", nil),
  ])
  func traceIdsAreTakenFromWellFormedParentsOnly(text: String, trace: String?) {
    #expect(Identifiers.traceID(of: text) == trace)
    var random = RandomPool()
    #expect(
      Identifiers.traceID(of: "00-\(Identifiers.trace(&random))-\(Identifiers.span(&random))-01") != nil)
  }

  @Test(arguments: [
    ("safe", GuardModel.Verdict.safe), ("\n safe \n", .safe), ("unsafe\nS2", .unsafe(category: "s2")),
    ("unsafe", .unsafe(category: "unsafe")),
    ("Safety: Unsafe\nCategories: Violent", .unsafe(category: "categories: violent")),
    ("Safety: Safe\nCategories: None", .safe),
    ("Safety: Controversial", .unsafe(category: "controversial")),
    (#"{"injection":0.9,"jailbreak":0.1}"#, .unsafe(category: "injection")),
    (#"{"injection":0.1,"jailbreak":0.5}"#, .unsafe(category: "jailbreak")),
    (#"{"injection":0.1,"jailbreak":0.4}"#, .safe),
    (#"{"safe":false}"#, .unsafe(category: "unsafe")), (#"{"safe":true}"#, .safe),
    ("0.7", .unsafe(category: "injection")), ("0.2", .safe),
    ("I think it is safe", .unavailable(reason: "unclear_answer")),
    ("", .unavailable(reason: "empty_answer")),
    (#"{"score":1}"#, .unavailable(reason: "unclear_answer")),
    (#"{"label":"INJECTION","score":0.98}"#, .unsafe(category: "injection")),
    (#"{"label":"INJECTION","score":0.02}"#, .safe), (#"{"label":"BENIGN","score":0.99}"#, .safe),
    (#"{"label":"maybe","score":0.99}"#, .unavailable(reason: "unclear_answer")),
    (#"{"flagged":true}"#, .unsafe(category: "flagged")),
  ])
  func guardsAreReadStrictly(text: String, verdict: GuardModel.Verdict) {
    #expect(GuardAnswer.verdict(Array(ToolServer.guardAnswer(text).utf8), GuardModel.Thresholds()) == verdict)
  }

  @Test(arguments: [
    (#"{"results":[{"flagged":false}]}"#, .safe),
    (#"{"results":[{"flagged":false},{"flagged":true,"categories":{"violence":false,"illicit":true}}]}"#,
     .unsafe(category: "illicit")),
    (#"{"results":[]}"#, .unavailable(reason: "unclear_answer")),
    (#"{"results":[{}]}"#, .unavailable(reason: "unclear_answer")),
    ("<html>", .unavailable(reason: "malformed_answer")), ("", .unavailable(reason: "malformed_answer")),
  ] as [(String, GuardModel.Verdict)])
  func moderationEndpointsAreReadStrictly(body: String, verdict: GuardModel.Verdict) {
    #expect(GuardAnswer.verdict(Array(body.utf8), GuardModel.Thresholds()) == verdict)
  }

  @Test func longTextsAreReadInPiecesThatOverlap() {
    let text = Array(String(repeating: "aé€", count: 4_000).utf8)
    let pieces = GuardChunks.pieces(of: text)
    #expect(pieces.count > 2)
    #expect(pieces.allSatisfy { $0.count <= GuardChunks.bytesMax && String(validating: $0, as: UTF8.self) != nil })
    #expect(pieces.reduce(0) { $0 + $1.count } >= text.count + (pieces.count - 1) * (GuardChunks.overlapBytes - 4))
    #expect(GuardChunks.pieces(of: []) == [[]])
  }

  @Test func aGuardsVerdictsAreRememberedUpToABoundAndSilenceIsNot() {
    let memory = GuardMemory(entriesMax: 2)
    memory.note(.safe, for: "a")
    memory.note(.unavailable(reason: "timeout"), for: "b")
    #expect(memory["a"] == .safe)
    #expect(memory["b"] == nil)
    memory.note(.unsafe(category: "x"), for: "c")
    memory.note(.safe, for: "d")
    #expect(memory["a"] == nil)
    #expect(memory["c"] == .unsafe(category: "x"))
    #expect(memory["d"] == .safe)
  }

  @Test func theDoorwayKnowsItsPages() {
    func code(_ origin: String?, _ host: String, isLoopback: Bool = true) -> DenialCode? {
      let door = Doorway(
        allowedOrigins: ["https://mine.example"], allowedHosts: ["gateway.internal"], isLoopback: isLoopback,
        flood: RateLimiter(),
        floodLimit: RateLimit(perMinute: 60, burst: 10))
      var facts = RequestFacts()
      facts.origin = origin
      facts.host = host
      return door.refusal(of: facts, now: .now())?.code
    }
    #expect(code(nil, "127.0.0.1:9090") == nil)
    #expect(code("http://localhost:3000", "localhost") == nil)
    #expect(code("https://mine.example", "[::1]:9090") == nil)
    #expect(code(nil, "gateway.internal:9090") == nil)
    #expect(code(nil, "evil.example") == .originForbidden)
    #expect(code("null", "localhost") == .originForbidden)
    #expect(code("http://localhost.evil.example", "localhost") == .originForbidden)
    #expect(code("http://localhost:3000", "any", isLoopback: false) == .originForbidden)
    #expect(code(nil, "any", isLoopback: false) == nil)
  }

  @Test func theFactsOfARequestAreTakenFromItsHead() throws {
    func facts(_ fields: String) throws -> RequestFacts {
      var head = HTTPHead()
      head.bytes = Array("POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n".utf8)
      try HTTPHeadParser.parse(&head, as: .request)
      return try #require(
        RequestFacts(head, route: .mcp(server: nil), peer: Peer(address: "p", isLoopback: true)))
    }
    #expect(try facts("Accept: text/event-stream;q=1 , application/json\r\n").isMCPClient)
    #expect(try !facts("Accept: */*\r\n").isMCPClient)
    #expect(try facts("Content-Type: Application/JSON; charset=\"UTF-8\"\r\n").isJSON)
    #expect(try !facts("Content-Type: application/json; charset=latin1\r\n").isJSON)
    #expect(try !facts("Content-Type: application/json-patch+json\r\n").isJSON)
    #expect(try facts("X-SPIFFE-ID: a\r\nx-spiffe-id: b\r\n").identityHeaders == ["a", "b"])
    #expect(try facts("Mcp-Session-Id: a\r\nMcp-Session-Id: b\r\n").headerFault != nil)
    #expect(try facts("Content-Encoding: gzip\r\n").hasContentCoding)
    #expect(try facts("Mcp-Param-X: 1\r\n").parameterFields.map(\.name) == ["Mcp-Param-X"])
  }

  @Test func placesForConnectionsAreCounted() {
    let admission = ConnectionAdmission(max: 2)
    #expect(admission.enter())
    #expect(admission.enter())
    #expect(!admission.enter())
    #expect(!admission.enter())
    admission.leave()
    #expect(admission.enter())
  }
}
