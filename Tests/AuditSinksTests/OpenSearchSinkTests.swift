import Audit
import Basics
import NIOSSL
import TestKit
import Testing

@testable import AuditSinks

@Suite("OpenSearch sink, against a server that says it is a fake") struct OpenSearchSinkTests {
  private let bench: SinkBench
  private let search = FakeSearch()

  init() throws { bench = try SinkBench() }

  private func target(_ server: FakeServer) -> SinkTarget {
    .openSearch(SinkAddress(host: "127.0.0.1", port: server.port), index: "precinct-audit")
  }

  private func expected(_ count: Int) -> [String] { (1...count).map { "test.example/audit/\($0)" } }

  @Test func documentsAreTheLinesOfTheLogUnderTheirSequences() async throws {
    let server = try FakeServer { [search] request, _ in search.take(request) }
    try bench.append(25)
    try await bench.deliver(bench.plan(target(server)) { $0.batchMax = 10 })
    #expect(search.ids == expected(25))
    #expect(server.requests.allSatisfy { $0.path == "/_bulk" && $0.field("Content-Type") == "application/x-ndjson" })
    var lines: [String] = []
    try AuditSearch(bench.paths.active).forEach(AuditFilter()) { line in
      lines.append(line.text)
      return true
    }
    let time = #""@timestamp":"2026-11-21T09:00:00.000000Z","#
    #expect(search.sources.map { $0.replacing(time, with: "") } == lines)
    #expect(search.sources.allSatisfy { $0.hasPrefix("{\(time)") })
  }

  @Test func whatAnAnswerNamesAsRefusedForNowGoesAgainAndNothingElse() async throws {
    let server = try FakeServer { [search] request, before in
      search.take(request) { before == 0 && $0 % 4 == 1 ? 429 : before == 1 && $0 == 0 ? 503 : nil }
    }
    try bench.append(10)
    try await bench.deliver(bench.plan(target(server)))
    #expect(search.ids.sorted() == expected(10).sorted())
    #expect(server.requests.map { $0.body.lines.count / 2 } == [10, 3, 1])
  }

  @Test func anAnswerThatLiesAboutTheWholeIsReadItemByItem() async throws {
    let server = try FakeServer { [search] request, before in
      switch before {
      // Says that all is well, and names items that are not.
      case 0: search.take(request, saysErrors: false) { $0 < 5 ? 500 : nil }
      // Leaves items out.
      case 1: search.take(request, omits: 2)
      // Speaks of errors without naming any.
      case 2: .answer(status: 200, body: #"{"errors":true,"items":[]}"#)
      case 3: .answer(status: 200, body: "<html>welcome</html>")
      default: search.take(request)
      }
    }
    try bench.append(10)
    try await bench.deliver(bench.plan(target(server)))
    #expect(search.ids.sorted() == expected(10).sorted())
    #expect(server.requests.count == 5)
  }

  @Test func itemsOfAnotherRequestStandForNothing() {
    let records = (1...2).map { number in
      SinkRecord(sequence: UInt64(number), bytes: [], next: LogPosition(segment: 1, offset: 0, sequence: 1))
    }
    let text = #"{"errors":false,"items":[{"create":{"_id":"1","status":201}},{"create":{"_id":"9","status":201}}]}"#
    let delivery = BulkAnswer(Array(text.utf8))?.delivery(of: records) { String($0.sequence) }
    #expect(delivery?.left.map(\.sequence) == [2])
  }

  @Test func aDocumentThatIsNeverTakenIsPutAsideAndTheRestGoesOn() async throws {
    let server = try FakeServer { [search] request, before in search.take(request) { before == 0 && $0 == 3 ? 400 : nil } }
    try bench.append(8)
    try await bench.deliver(bench.plan(target(server)))
    #expect(search.ids == expected(8).filter { $0 != "test.example/audit/4" })
    let aside = try FileBytes.read(bench.paths.sinks + "/test.rejected.jsonl", bytesMax: 1_000)
    #expect(try JSONValue.parse(aside.lines[0])["sequence"] == 4)
    #expect(aside.lines.count == 1 && aside.text.contains("by the test"))
    #expect(try bench.cursor?.rejected == 1)
  }

  @Test func busyBrokenAndSilentServersGetEverythingOnceAndInOrder() async throws {
    let server = try FakeServer { [search] request, before in
      switch before {
      case 0: .answer(status: 429, headers: [("Retry-After", "0")])
      case 1: .answer(status: 500)
      case 2: .hangUp
      case 3: .silence
      // It took everything, and the answer was lost.
      case 4:
        { _ = search.take(request); return .hangUp }()
      default: search.take(request)
      }
    }
    try bench.append(12)
    try await bench.deliver(bench.plan(target(server)) { $0.timeout = .milliseconds(300) })
    #expect(search.ids == expected(12))
    #expect(server.requests.count == 6)
  }

  @Test func bothEndsShowCertificates() async throws {
    let directory = try TemporaryDirectory()
    _ = try MutualTLSFiles.write(to: directory.path)
    let bundle = directory.file("bundle.pem")
    var tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(directory.file("server.pem")).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: directory.file("server.key"), format: .pem)))
    tls.trustRoots = .file(bundle)
    tls.certificateVerification = .noHostnameVerification
    let server = try FakeServer(tls: tls) { [search] request, _ in search.take(request) }
    var address = SinkAddress(host: "localhost", port: server.port)
    address.tls = SinkTLS(
      authorityFile: bundle, certificateFile: directory.file("client.pem"), keyFile: directory.file("client.key"))
    address.authorization = Redacted("Basic dGVzdDp0ZXN0")
    try bench.append(3)
    try await bench.deliver(bench.plan(.openSearch(address, index: "precinct-audit")))
    #expect(search.ids == expected(3))
    #expect(server.requests[0].field("Authorization") == "Basic dGVzdDp0ZXN0")

    // Without a certificate, and to a server of another authority, nothing is delivered.
    for wrong in [SinkTLS(authorityFile: bundle), SinkTLS()] {
      address.tls = wrong
      let sink = OpenSearchSink(
        try SinkEndpoint(address, timeout: .seconds(10)), index: "x", .json, .entries, origin: "o")
      let record = SinkRecord(sequence: 9, bytes: [], next: LogPosition(segment: 1, offset: 0, sequence: 10))
      #expect(sink.deliver([record]).left == [record])
    }
    #expect(search.ids == expected(3))
  }
}
