import Basics
import TestKit
import Testing

@testable import Gateway
@testable import Settings

@Suite("Remote decision point") struct RemoteDecisionPointTests {
  /// A gateway whose own policies allow nothing, and which asks at `url`.
  private func run(
    _ url: String, _ change: @escaping (inout AuthorizationSettings) -> Void = { _ in },
    _ body: (GatewayHarness) async throws -> Void
  ) async throws {
    try await GatewayHarness.run(configure: { settings, directory in
      try directory.write("package nobody", to: "policies/tests.rego")
      settings.authorization.opaURL = url
      settings.authorization.timeout = .seconds(20)
      change(&settings.authorization)
    }, body)
  }

  @Test func theOtherDecidesAsItWouldForItself() async throws {
    try await DecisionPointHarness.run { point in
      try await run("http://127.0.0.1:\(point.port)") { gateway in
        #expect(try await gateway.call("echo").status == 200)
        #expect(try await gateway.call("forbidden").code == "authz_policy_denied")
        #expect(try await gateway.call("limited", as: Toolbox.bob).code == "authz_policy_denied")
        // What is written there counts here, for the next call.
        let module = "package mcp.authz\nimport rego.v1\ndeny contains \"no more\" if input.tool_name == \"echo\""
        #expect(try await point.code("PUT", "/v1/policies/more", module) == "200 ")
        let denied = try await gateway.call("echo")
        #expect(denied.code == "authz_policy_denied" && denied.json["details"]?["reason"] == "no more")
      }
    }
  }

  @Test func listsShowWhatTheOtherAllows() async throws {
    try await DecisionPointHarness.run { point in
      try await run("http://127.0.0.1:\(point.port)") { gateway in
        func names(_ caller: String) async throws -> [String] {
          let answer = try await gateway.send(.request("tools/list", as: caller))
          let tools = answer.json["result"]?["tools"]?.arrayValue
          return tools?.compactMap { $0["name"]?.stringValue } ?? [answer.text]
        }
        #expect(try await names(Toolbox.bob) == ["echo"])
        #expect(
          try await names(Toolbox.alice) == ["echo", "limited", "read_secret", "send_out", "risky", "wipe"])
        let refused = try await gateway.send(.request("tools/list", as: Toolbox.mallory))
        #expect(refused.code == "authz_policy_denied")
      }
    }
  }

  @Test func theRuleMayBeNamedItself() async throws {
    try await DecisionPointHarness.run { point in
      try await run("http://127.0.0.1:\(point.port)/", { $0.policyPath = "mcp/authz/allow" }) { gateway in
        let answer = try await gateway.call("echo")
        #expect(answer.status == 200)
        #expect(try await gateway.call("forbidden").code == "authz_policy_denied")
      }
    }
  }

  @Test func whatIsAskedIsTheInputDocument() async throws {
    let server = try await ToolServer.start()
    server.script { _ in .json(#"{"result": {"allow": true}}"#) }
    try await run("http://127.0.0.1:\(server.port)/base") { gateway in
      #expect(try await gateway.call("echo", ["q": 1]).status == 200)
      let asked = try #require(server.received.first)
      #expect(asked.verb == "POST" && asked.path == "/base/v1/data/mcp/authz")
      #expect(asked.fields["content-type"] == "application/json")
      let input = asked.message?["input"]
      #expect(input?["caller_spiffe_id"] == .string(Toolbox.alice) && input?["tool_name"] == "echo")
      #expect(input?["arguments"] == ["q": 1] && input?["tool_info"]?["risk_level"] == "low")
      #expect(input?["principal"]?["auth_method"] != nil && input?["request"]?["decision_id"] != nil)
    }
    await server.stop()
  }

  @Test func whatAnswersBadlyDeniesNobodyIsAllowed() async throws {
    let server = try await ToolServer.start()
    try await run("http://127.0.0.1:\(server.port)", { $0.answerBytesMax = 1_000 }) { gateway in
      let cases: [(ToolServer.Reply, String, String?)] = [
        (.json(#"{"result": true}"#, status: 500), "authz_policy_unavailable", "opa_status_500"),
        (.json("garbage"), "authz_policy_unavailable", "opa_answer_invalid"),
        (.json("[true]"), "authz_policy_unavailable", "opa_answer_invalid"),
        (.json(#"{"result": true, "result": true}"#), "authz_policy_unavailable", "opa_answer_invalid"),
        (.json(#"{"result": "yes"}"#), "authz_policy_unavailable", "policy_unclear_allow"),
        (.json(#"{"result": "\#(String(repeating: "x", count: 2_000))"}"#), "authz_policy_unavailable", "opa_answer_too_large"),
        (.raw("nonsense\r\n\r\n"), "authz_policy_unavailable", nil),
        (.raw("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"result\": true}"), "authz_policy_unavailable", nil),
        (.close, "authz_policy_unavailable", "opa_unreachable"),
        (.json("{}"), "authz_policy_denied", nil),
        (.json(#"{"result": {"allow": true, "deny": ["no"]}}"#), "authz_policy_denied", "no"),
      ]
      for (reply, code, reason) in cases {
        server.script { _ in reply }
        let answer = try await gateway.call("echo")
        #expect(answer.code == code, "\(reply)")
        if let reason { #expect(answer.json["details"]?["reason"] == .string(reason), "\(reply)") }
        // A list is judged by the same server, and shows nothing.
        let list = try await gateway.send(.request("tools/list"))
        #expect(list.code?.hasPrefix("authz_policy_") == true, "\(reply) \(list.text)")
      }
      #expect(gateway.server.calls.isEmpty)
    }
    await server.stop()
  }

  @Test func whoDoesNotAnswerInTimeRefuses() async throws {
    let server = try await ToolServer.start()
    server.script { _ in .hang }
    try await run("http://127.0.0.1:\(server.port)", { $0.timeout = .milliseconds(150) }) { gateway in
      let answer = try await gateway.call("echo")
      #expect(answer.code == "authz_policy_unavailable" && answer.status == 503)
      #expect(answer.json["details"]?["reason"] == "opa_timeout")
      // Another loop turn goes on meanwhile: a call that needs no decision is answered.
      #expect(try await gateway.call("stranger").code == "tool_not_in_registry")
    }
    let port = server.port
    await server.stop()
    try await run("http://127.0.0.1:\(port)") { gateway in
      let answer = try await gateway.call("echo")
      #expect(answer.code == "authz_policy_unavailable")
    }
  }
}
