import Basics
import Testing

@testable import Audit

@Suite("Audit entry") struct AuditEntryTests {
  private func decoded(_ entry: AuditEntry) throws -> JSONValue {
    try JSONValue.parse("{" + String(decoding: entry.encoded(), as: UTF8.self) + "}")
  }

  @Test func everyFieldStandsUnderItsPublishedName() throws {
    var entry = AuditEntry.sample(decision: .deny, code: "authz_policy_denied")
    entry.arguments = Array(#"{"path":"[REDACTED:PATH]"}"#.utf8)
    entry.redactions = [AuditRedaction(type: "PATH", count: 2)]
    entry.layers = [AuditLayer(AuditLayer.Name(6, "opa_policy"), .deny, durationMicroseconds: 11)]
    entry.policyRule = "mcp.authz.allow"
    entry.detail = "why"
    let expected = try JSONValue.parse(
      """
      {"timestamp":"2026-11-21T09:00:00.000000Z","event":"decision",
      "decision_id":"0192f0c0-7a5b-7c3d-8e9f-100000000000","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736",
      "session_id":"b7ad6b7169203331","spiffe_id":"spiffe://poc.local/agents/mcp-client/my-agent/dev",
      "caller_id":"spiffe://poc.local/agents/mcp-client/my-agent/dev",
      "principal":{"kind":"agent","level":2,"auth_method":"mtls_svid"},"method":"tools/call","tool":"read_file",
      "upstream":"http://127.0.0.1:8080/mcp","decision":"DENY","code":"authz_policy_denied",
      "layers_traversed":[{"layer":6,"name":"opa_policy","result":"deny","duration_us":11}],"risk_score":0.25,
      "arguments_digest":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      "arguments":{"path":"[REDACTED:PATH]"},"redactions":[{"type":"PATH","count":2}],"response_status":200,
      "duration_us":1234,"bundle_digest":"fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210",
      "registry_digest":"00112233aabbccdd00112233aabbccdd00112233aabbccdd00112233aabbccdd","policy_rule":"mcp.authz.allow","detail":"why"}
      """)
    #expect(try decoded(entry) == expected)
  }

  @Test func whatIsNotKnownReadsNullAndTheCallerReadsEmpty() throws {
    let value = try decoded(AuditEntry(timestamp: Timestamp(nanoseconds: 0), event: .reload))
    #expect(value["tool"] == .null)
    #expect(value["principal"] == .null)
    #expect(value["caller_id"] == "")
    #expect(value["layers_traversed"] == [])
    #expect(value["risk_score"] == 0)
    #expect(value["arguments"] == nil)
    #expect(value["detail"] == nil)
  }

  @Test func hostileTextStaysInsideItsString() throws {
    let hostile = "a\"b\\c\nd\r\u{0}\u{1b}[31m\u{7f}\u{2028}é🦆\",\"decision\":\"ALLOW"
    var entry = AuditEntry.sample(caller: hostile, tool: hostile)
    entry.detail = hostile
    let bytes = try entry.encoded()
    #expect(!bytes.contains { $0 < 0x20 })
    let value = try decoded(entry)
    #expect(value["caller_id"]?.stringValue == hostile)
    #expect(value["tool"]?.stringValue == hostile)
    #expect(value["detail"]?.stringValue == hostile)
  }

  @Test func argumentsThatSpanLinesAreWrittenOnOne() throws {
    var entry = AuditEntry.sample()
    entry.arguments = Array("{\r\n  \"a\": \"b\\nc\"\n}".utf8)
    let bytes = try entry.encoded()
    #expect(!bytes.contains(0x0a) && !bytes.contains(0x0d))
    #expect(try decoded(entry)["arguments"]?["a"]?.stringValue == "b\nc")
  }

  @Test func argumentsThatAreNotJSONAreRefused() {
    for text in ["", "{", "{} {}", #"{"a":1,"a":2}"#, #""},"decision":"ALLOW","x":""#] {
      var entry = AuditEntry.sample()
      entry.arguments = Array(text.utf8)
      #expect(throws: AuditError.invalidArguments("")) { try entry.encoded() }
    }
  }

  @Test func anEntryBeyondTheLimitIsRefused() {
    var entry = AuditEntry.sample()
    entry.detail = String(repeating: "x", count: AuditLimits.entryBytesMax)
    #expect(throws: AuditError.entryTooLong()) { try entry.encoded() }
  }

  @Test func numbersAreWrittenAsJSONKnowsThem() throws {
    let cases: [(Double, String)] = [
      (0, "0"), (-3, "-3"), (0.1, "0.1"), (1e300, "1e+300"), (.infinity, "null"), (.nan, "null"),
      (-0.5, "-0.5"),
      (Double(Int.min), "\(Int.min)"),
    ]
    for (number, text) in cases {
      var entry = AuditEntry.sample()
      entry.riskScore = number
      #expect(try String(decoding: entry.encoded(), as: UTF8.self).contains("\"risk_score\":\(text),"))
    }
  }

  @Test func everyByteThatNeedsAnEscapeIsNoticedAtEveryPlace() throws {
    for length in 0..<20 {
      for position in 0..<length {
        for scalar in (0..<0x80).map(UInt8.init) + [0x80, 0xff] {
          var text = String(repeating: "a", count: length).unicodeScalars.map { $0 }
          text[position] = Unicode.Scalar(scalar)
          var entry = AuditEntry(timestamp: Timestamp(nanoseconds: 0), event: .stop)
          entry.detail = String(String.UnicodeScalarView(text))
          let bytes = try entry.encoded()
          let expected = JSONValue.string(entry.detail ?? "").serialized()
          #expect(bytes.suffix(expected.count).elementsEqual(expected))
        }
      }
    }
  }

  @Test func entriesThatNeedMoreRoomThanUsualAreWrittenWhole() throws {
    for length in [2_000, 2_500, 2_559, 2_560, 10_000, 1_000_000] {
      var entry = AuditEntry.sample()
      entry.detail = String(repeating: "\n", count: length / 2)
      #expect(try decoded(entry)["detail"]?.stringValue == entry.detail)
    }
  }
}
