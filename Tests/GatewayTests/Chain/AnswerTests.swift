import Basics
import Testing

@testable import Gateway
@testable import Settings

/// What the gateway does with what servers say.
@Suite("Answers") struct AnswerTests {
  @Test func whatMustNotBeSeenIsWithheldWhereverItStands() async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { request in
        guard request.method == "tools/call" else { return nil }
        return .json(
          ToolServer.result(
            request.id,
            #"{"content":[{"type":"text","text":"key tkn_abcdefghijkl of person-123456"}],"#
              + #""structuredContent":{"rows":[{"who":"person-123456","n":1}]},"_meta":{"x":"tkn_abcdefghijkl"}}"#
          ))
      }
      let answer = try await gateway.call("echo")
      #expect(answer.status == 200)
      #expect(!answer.text.contains("tkn_abc"))
      #expect(!answer.text.contains("person-1"))
      #expect(answer.toolText == "key [REDACTED:TEST_CREDENTIAL] of [REDACTED:TEST_PERSON]")
      let row = answer.json["result"]?["structuredContent"]?["rows"]?.arrayValue?.first
      #expect(row?["who"] == "[REDACTED:TEST_PERSON]")
      #expect(row?["n"] == 1)
      let outcome = try gateway.records(of: answer).last
      #expect(
        outcome?["redactions"] == [
          ["type": "TEST_CREDENTIAL", "count": 2], ["type": "TEST_PERSON", "count": 2],
        ])
    }
  }

  @Test func errorsOfTheServerAreScannedToo() async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { request in
        guard request.method == "tools/call" else { return nil }
        return .json(
          #"{"jsonrpc":"2.0","id":\#(request.id),"error":{"code":-32000,"message":"m person-123456","#
            + #""data":{"k":"tkn_abcdefghijkl"}}}"#
        )
      }
      let answer = try await gateway.call("echo")
      #expect(answer.json["error"]?["message"] == "m [REDACTED:TEST_PERSON]")
      #expect(answer.json["error"]?["data"]?["k"] == "[REDACTED:TEST_CREDENTIAL]")
    }
  }

  @Test func anAnswerThatIsBlockedIsRecordedAsSuch() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.detection.answers.credential = .block })
    { gateway in
      gateway.server.script { request in
        request.method == "tools/call" ? .json(ToolServer.text(request.id, "tkn_abcdefghijkl")) : nil
      }
      let answer = try await gateway.call("echo")
      #expect(answer.status == 403)
      #expect(answer.code == "answer_blocked")
      #expect(!answer.text.contains("tkn_"))
      let records = try gateway.records(of: answer)
      #expect(records.map { $0["event"] } == ["decision", "outcome"])
      #expect(records.last?["code"] == "answer_blocked")
    }
  }

  @Test func personalDataInArgumentsIsWithheldFromTheServer() async throws {
    try await GatewayHarness.run { gateway in
      let answer = try await gateway.call("echo", ["who": "person-123456", "n": 1])
      #expect(answer.status == 200)
      let sent = try #require(gateway.server.calls.first?.message?["params"]?["arguments"])
      #expect(sent == ["who": "[REDACTED:TEST_PERSON]", "n": 1])
      let record = try gateway.records(of: answer).first
      #expect(record?["redactions"] == [["type": "TEST_PERSON", "count": 1]])
    }
  }

  @Test func aListShowsEachCallerWhatItMayCall() async throws {
    try await GatewayHarness.run { gateway in
      func names(_ caller: String) async throws -> [String] {
        let answer = try await gateway.send(.request("tools/list", as: caller))
        return answer.json["result"]?["tools"]?.arrayValue?.compactMap { $0["name"]?.stringValue } ?? [
          answer.text
        ]
      }
      #expect(try await names(Toolbox.bob) == ["echo"])
      #expect(
        try await names(Toolbox.alice) == ["echo", "limited", "read_secret", "send_out", "risky", "wipe"])
      let refused = try await gateway.send(.request("tools/list", as: Toolbox.mallory))
      #expect(refused.code == "authz_policy_denied")
    }
  }

  @Test func toolsThatAreNewOrChangedAreWithheldAndRecorded() async throws {
    try await GatewayHarness.run { gateway in
      let answer = try await gateway.send(.request("tools/list"))
      #expect(!answer.text.contains("stranger"))
      #expect(!answer.text.contains("Does evil"))
      let drift = try gateway.records().filter {
        $0["event"] == "drift" && $0["trace_id"] == answerTrace(answer)
      }
      #expect(Set(drift.map { $0["tool"]?.stringValue }) == ["stranger", "changed"])
      #expect(Set(drift.map { $0["code"]?.stringValue }) == ["tool_not_in_registry", "tool_hash_mismatch"])
    }
  }

  private func answerTrace(_ answer: AgentAnswer) -> JSONValue {
    .string(answer.fields["traceparent"].map { String($0.dropFirst(3).prefix(32)) } ?? "")
  }

  @Test(arguments: [
    ("not json", "upstream_invalid_response", 502),
    (#"{"jsonrpc":"2.0","id":999,"result":{}}"#, "upstream_invalid_response", 502),
    (#"{"a":1,"a":2}"#, "upstream_invalid_response", 502),
    (#"[{"jsonrpc":"2.0","id":7,"result":{}}]"#, "upstream_invalid_response", 502),
    ("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"a\":\"\u{0}\"}}", "upstream_invalid_response", 502),
    ("", "upstream_invalid_response", 502),
    (
      #"{"jsonrpc":"2.0","id":7,"result":{"a":""# + String(repeating: "a", count: 5_000) + "\"}}",
      "answer_too_large", 502
    ),
  ])
  func garbageIsNotPassedOn(body: String, code: String, status: Int) async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.limits.answerBytesMax = 4_096 }) {
      gateway in
      gateway.server.script { $0.method == "tools/call" ? .json(body) : nil }
      let answer = try await gateway.call("echo")
      #expect(answer.status == status)
      #expect(answer.code == code)
      #expect(try gateway.records(of: answer).last?["code"] == .string(code))
    }
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n", "SMTP ready\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{\"jsonrpc\"",
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
  ])
  func bytesThatAreNoAnswerAreRefused(bytes: String) async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { $0.method == "tools/call" ? .raw(bytes) : nil }
      let answer = try await gateway.call("echo")
      #expect(answer.status == 502)
      #expect(answer.code?.hasPrefix("upstream_") == true)
    }
  }

  @Test func aRedirectIsNotFollowedAndNotPassedOn() async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { request in
        request.method == "tools/call"
          ? .bare(
            302,
            fields: [
              ("Location", "http://169.254.169.254/"), ("Set-Cookie", "a=b"), ("WWW-Authenticate", "x"),
            ])
          : nil
      }
      let answer = try await gateway.call("echo")
      #expect(answer.status == 502)
      #expect(answer.fields["location"] == nil)
      #expect(answer.fields["set-cookie"] == nil)
      #expect(gateway.server.calls.count == 1)
    }
  }

  @Test func aServerThatHangsIsGivenUp() async throws {
    try await GatewayHarness.run(configure: { settings, _ in
      settings.upstream.responseTimeout = .milliseconds(200)
    }) { gateway in
      gateway.server.script { $0.method == "tools/call" ? .hang : nil }
      let hung = try await gateway.call("echo")
      #expect(hung.status == 504)
      #expect(hung.code == "upstream_timeout")
    }
  }

  @Test func aServerThatClosesIsToldFromOneThatHangs() async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { $0.message?["params"]?["arguments"]?["do"]?.stringValue == "close" ? .close : nil }
      let closed = try await gateway.call("echo", ["do": "close"])
      #expect(closed.status == 502)
      #expect(closed.code == "upstream_unavailable")
      #expect(try await gateway.call("echo").status == 200)
    }
  }
}
