import Basics
import Telemetry
import TestKit
import Testing

@testable import Gateway
@testable import Settings

@Suite("Decision log") struct DecisionLogTests {
  private func run(
    payloads: Bool, _ body: (DecisionPointHarness, () throws -> [JSONValue]) async throws -> Void
  ) async throws {
    let log = try TemporaryDirectory()
    try await DecisionPointHarness.run(configure: { settings, _ in
      settings.decisionLog.file = log.file("decisions.jsonl")
      settings.audit.includePayloads = payloads
    }) { point in
      try await body(point) {
        guard let bytes = try? FileBytes.read(log.file("decisions.jsonl"), bytesMax: 1 << 20) else { return [] }
        return try bytes.split(separator: 0x0A).map { try JSONValue.parse(Array($0)) }
      }
    }
  }

  @Test func decisionsOfCallsAreWrittenInOPAsForm() async throws {
    try await run(payloads: false) { point, lines in
      let answer = try await point.gateway.call("echo", ["secret": "tkn_abcdefghijkl"])
      let isThere = try await eventually { try lines().count == 1 }
      try #require(isThere)
      let line = try #require(try lines().first)
      #expect(line["decision_id"]?.stringValue == answer.fields["x-precinct-decision-id"])
      #expect(line["path"] == "mcp/authz/allow" && line["result"]?["allow"] == true)
      #expect(line["input"]?["caller_spiffe_id"] == .string(Toolbox.alice))
      #expect(line["input"]?["arguments"] == nil && line["input"]?["params"] == nil)
      #expect(line["erased"] == ["/input/arguments", "/input/params"])
      #expect(line["labels"]?["id"]?.stringValue?.isEmpty == false)
      #expect(line["timestamp"] != nil && line["requested_by"] == "127.0.0.1")
      #expect(line["metrics"]?["timer_server_handler_ns"]?.intValue != nil)
      #expect(!line.text.contains("tkn_"))
    }
  }

  @Test func argumentsAreMaskedWhereTheyAreRecorded() async throws {
    try await run(payloads: true) { point, lines in
      _ = try await point.gateway.call("echo", ["who": "person-123456", "n": 1])
      _ = try await point.gateway.call("forbidden", ["n": 2])
      let areThere = try await eventually { try lines().count == 2 }
      try #require(areThere)
      let found = try lines()
      #expect(found[0]["input"]?["arguments"] == ["who": "[REDACTED:TEST_PERSON]", "n": 1])
      #expect(found[0]["input"]?["params"] == found[0]["input"]?["arguments"])
      #expect(found[0]["masked"] == ["/input/arguments", "/input/params"] && found[0]["erased"] == nil)
      #expect(found[1]["input"]?["arguments"] == ["n": 2] && found[1]["masked"] == nil)
      #expect(found[1]["result"]?["allow"] == false)
    }
  }

  @Test func answersOfTheRESTAPIAreWrittenToo() async throws {
    try await run(payloads: false) { point, lines in
      let input = #"{"input": {"caller": "x", "arguments": {"a": 1}, "note": "tkn_abcdefghijkl"}}"#
      let answer = try await point.ask("POST", "/v1/data/mcp/authz/allow", input)
      _ = try await point.ask("POST", "/v1/query", #"{"query": "x = 1"}"#)
      let areThere = try await eventually { try lines().count == 2 }
      try #require(areThere)
      let found = try lines()
      #expect(found[0]["decision_id"] == answer.json["decision_id"] && answer.json["decision_id"] != nil)
      #expect(found[0]["path"] == "mcp/authz/allow")
      #expect(found[0]["erased"] == ["/input/arguments"] && found[0]["masked"] == ["/input"])
      #expect(found[0]["input"]?["note"] == "[REDACTED:TEST_CREDENTIAL]" && found[0]["input"]?["caller"] == "x")
      #expect(found[1]["query"] == "x = 1" && found[1]["result"] == [["x": 1]])
    }
  }

  @Test func whatCannotBeWrittenIsCountedAndHoldsNothingUp() async throws {
    try await GatewayHarness.run(configure: { settings, _ in
      settings.decisionLog.file = "/nowhere/decisions.jsonl"
    }) { gateway in
      let answer = try await gateway.call("echo")
      #expect(answer.status == 200)
      let isCounted = await eventually { gateway.runtime.metrics.decisionsDropped.value == 1 }
      #expect(isCounted)
    }
  }
}
