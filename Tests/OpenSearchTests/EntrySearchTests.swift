import Basics
import SPIFFE
import TestKit
import Testing

@testable import OpenSearch

@Suite("Entry search") struct EntrySearchTests {
  static let begin = Timestamp(rfc3339: "2026-03-01T10:00:00Z") ?? Timestamp(seconds: 0)

  private let directory: TemporaryDirectory
  private let files: MutualTLSFiles

  init() throws {
    directory = try TemporaryDirectory()
    files = try MutualTLSFiles.write(to: directory.path)
  }

  private func documents(_ count: Int) -> [JSONValue] {
    (1...count).map { ["timestamp": .string(Self.begin.adding(.seconds($0)).rfc3339), "sequence": .integer($0), "note": "fake"] }
  }

  private func credentials(_ client: (certificates: String, key: String)? = nil) -> SearchCredentials {
    var credentials = SearchCredentials(username: "auditor")
    credentials.authorityFile = directory.file("bundle.pem")
    credentials.certificateFile = client?.certificates ?? files.client.certificates
    credentials.keyFile = client?.key ?? files.client.key
    credentials.password = Redacted("s3cret")
    return credentials
  }

  private func search(_ api: FakeSearchAPI, _ credentials: SearchCredentials, host: String = "localhost") throws -> EntrySearch {
    try EntrySearch(SearchAddress("https://\(host):\(api.port)"), index: "precinct-audit-*", credentials)
  }

  @Test(arguments: ["localhost", "127.0.0.1"])
  func everyDocumentComesOncePageAfterPage(host: String) throws {
    let api = try FakeSearchAPI(files, documents: documents(2_500))
    var sequences: [Int] = []
    try search(api, credentials(), host: host).forEach(since: nil, until: Self.begin.adding(.seconds(9_999))) { document in
      sequences.append((try? JSONValue.parse(document))?["sequence"]?.intValue ?? 0)
      return true
    }
    #expect(sequences == Array(1...2_500))
    #expect(api.bodies.count == 3 && api.bodies[1].contains("search_after"))
    #expect(api.paths.allSatisfy { $0.hasPrefix("/precinct-audit-*/_search") })
    #expect(api.authorizations.allSatisfy { $0 == "Basic YXVkaXRvcjpzM2NyZXQ=" })
  }

  @Test func thePeriodIsKeptAndReadingStops() throws {
    let api = try FakeSearchAPI(files, documents: documents(100))
    var count = 0
    let period = (Self.begin.adding(.seconds(11)), Self.begin.adding(.seconds(21)))
    try search(api, credentials()).forEach(since: period.0, until: period.1) { _ in
      count += 1
      return true
    }
    #expect(count == 10)
    try search(api, credentials()).forEach(since: nil, until: period.1) { _ in
      count += 1
      return count < 13
    }
    #expect(count == 13)
  }

  @Test func aClientOfAnotherAuthorityGetsNothing() throws {
    let api = try FakeSearchAPI(files, documents: documents(3))
    let impostor = credentials((files.impostor.certificates, files.impostor.key))
    #expect(throws: SearchError(.unreachable, "")) {
      try search(api, impostor).forEach(since: nil, until: Self.begin) { _ in true }
    }
  }

  @Test func aServerOfAnotherAuthorityIsNotBelieved() throws {
    let api = try FakeSearchAPI(files, documents: documents(3))
    let other = try TemporaryDirectory()
    _ = try MutualTLSFiles.write(to: other.path)
    var credentials = credentials()
    credentials.authorityFile = other.file("bundle.pem")
    #expect(throws: SearchError(.unreachable, "")) {
      try search(api, credentials).forEach(since: nil, until: Self.begin) { _ in true }
    }
  }

  @Test(arguments: [
    ("401", SearchError.Code.refused), ("no json", .answerInvalid), (#"{"hits":{}}"#, .answerInvalid),
    (#"{"timed_out":true,"hits":{"hits":[]}}"#, .answerInvalid),
    (#"{"timed_out":false,"_shards":{"failed":1},"hits":{"hits":[]}}"#, .answerInvalid),
  ])
  func aPartIsNeverTakenForTheWhole(answer: String, code: SearchError.Code) throws {
    let api = try FakeSearchAPI(files, documents: [], broken: answer)
    #expect(throws: SearchError(code, "")) {
      try search(api, credentials()).forEach(since: nil, until: Self.begin) { _ in true }
    }
  }

  @Test(arguments: ["http://localhost:9200", "https://", "https://a b", "https://u:p@h", "https://h:0", "https://h/x", "h:9200", "https://[::1"])
  func addressesThatAreNoneAreRefused(text: String) {
    #expect(throws: SearchError(.settingsInvalid, "")) { try SearchAddress(text) }
  }

  @Test(arguments: [("https://h", "https://h:9200"), ("https://h:1/", "https://h:1"), ("https://[::1]:9", "https://[::1]:9")])
  func addressesAreRead(text: String, shown: String) throws {
    #expect(try SearchAddress(text).description == shown)
  }

  @Test func aCertificateWithoutItsKeyIsRefused() throws {
    var credentials = credentials()
    credentials.keyFile = nil
    #expect(throws: SearchError(.settingsInvalid, "")) {
      try EntrySearch(SearchAddress("https://h"), index: "a", credentials)
    }
    #expect(throws: SearchError(.settingsInvalid, "")) { try EntrySearch(SearchAddress("https://h"), index: "../x", SearchCredentials()) }
  }
}
