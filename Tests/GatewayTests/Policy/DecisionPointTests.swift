import Basics
import Policy
import SPIFFE
import TestKit
import Testing

@testable import Console
@testable import Gateway
@testable import Settings

@Suite("Decision point") struct DecisionPointTests {
  /// A policy that knows of banned agents, beside those of the tests.
  static let bans = """
    package precinct.authz
    import rego.v1
    deny contains "banned" if input.caller in data.banned_agents
    """

  private func withBans(
    _ configure: @escaping (inout Configuration) -> Void = { _ in },
    _ body: (DecisionPointHarness) async throws -> Void
  ) async throws {
    try await DecisionPointHarness.run(configure: { settings, directory in
      try directory.write(Self.bans, to: "policies/bans.rego")
      configure(&settings)
    }, body)
  }

  @Test func theSeedsCommandsBanAnAgentFromTheNextCallOn() async throws {
    try await withBans { point in
      let gateway = point.gateway
      #expect(try await gateway.call("echo").status == 200)
      #expect(try await point.code("PUT", "/v1/data/banned_agents", "[\"\(Toolbox.alice)\"]") == "204 ")
      let banned = try await gateway.call("echo")
      #expect(banned.code == "authz_policy_denied" && banned.json["details"]?["reason"] == "banned")
      #expect(try await gateway.call("echo", as: Toolbox.bob).status == 200)
      // It is kept: through a reload, for another start, and for commands that read the files.
      #expect(gateway.service.reload().isSuccess)
      #expect(try await gateway.call("echo").code == "authz_policy_denied")
      let trial = try PolicyTrial(gateway.service.configuration)
      let answer = trial.answer(
        caller: try .init(Toolbox.alice), method: "tools/call", tool: "echo", arguments: [:], now: .now())
      #expect(!answer.isAllowed)
      #expect(try await point.code("DELETE", "/v1/data/banned_agents") == "204 ")
      #expect(try await gateway.call("echo").status == 200)
      #expect(gateway.service.reload().isSuccess)
      #expect(try await gateway.call("echo").status == 200)
      let changes = try gateway.records().filter { $0["event"] == "change" }
      #expect(changes.count == 2)
      #expect(changes.first?["detail"]?.stringValue?.hasPrefix("document put at /banned_agents by 127.0.0.1") == true)
    }
  }

  @Test func aPolicyTakesPartInTheNextDecision() async throws {
    try await DecisionPointHarness.run { point in
      let module = """
        package agentweave.authz
        import rego.v1
        default allow := false
        # Deny banned agents
        allow if {
        not input.caller_spiffe_id in data.banned_agents
        # ... other rules
        }
        """
      #expect(try await point.gateway.call("forbidden").code == "authz_policy_denied")
      #expect(try await point.ask("PUT", "/v1/policies/authz", module).text == "{}\n")
      #expect(try await point.gateway.call("forbidden").status == 200)
      let got = try await point.ask("GET", "/v1/policies/authz")
      #expect(got.json["result"]?["id"] == "authz" && got.json["result"]?["raw"] == .string(module))
      #expect(got.json["result"]?["ast"]?["package"]?["path"]?.arrayValue?.count == 3)
      let list = try await point.ask("GET", "/v1/policies").json["result"]?.arrayValue?.map { $0["id"] }
      #expect(list == ["authz", "tests.rego"])
      #expect(try await point.ask("DELETE", "/v1/policies/authz").text == "{}\n")
      #expect(try await point.gateway.call("forbidden").code == "authz_policy_denied")
      #expect(try await point.code("GET", "/v1/policies/authz") == "404 resource_not_found")
      #expect(try await point.code("DELETE", "/v1/policies/authz") == "404 resource_not_found")
      // What the directory has can be deleted too, and stays so.
      #expect(try await point.code("DELETE", "/v1/policies/tests.rego") == "200 ")
      #expect(point.gateway.service.reload().isSuccess)
      #expect(try await point.gateway.call("echo").code == "authz_policy_denied")
    }
  }

  @Test func whatDoesNotCompileChangesNothing() async throws {
    try await withBans { point in
      let before = point.gateway.runtime.snapshot.policyDigest
      for (body, code, row) in [
        ("package x\nallow if {", "rego_parse_error", 2),
        ("package x\nimport rego.v1\nallow if { y > 1 }", "rego_unsafe_var_error", 3),
        ("package x\nimport rego.v1\nallow if allow", "rego_recursion_error", 3),
      ] {
        let answer = try await point.ask("PUT", "/v1/policies/bad", body)
        #expect(answer.status == 400 && answer.json["code"] == "invalid_parameter")
        #expect(answer.json["message"] == "error(s) occurred while compiling module(s)")
        let error = answer.json["errors"]?.arrayValue?.first
        #expect(error?["code"] == .string(code))
        #expect(error?["location"]?["file"] == "bad" && error?["location"]?["row"] == .integer(row))
      }
      #expect(try await point.code("PUT", "/v1/policies/bad", "  \n") == "400 invalid_parameter")
      #expect(try await point.code("PUT", "/v1/policies/", "package x") == "400 invalid_parameter")
      // A document in the place of a rule, and a patch whose second operation fails.
      #expect(try await point.code("PUT", "/v1/data/precinct/authz/deny", "[]") == "400 invalid_parameter")
      let patch = #"[{"op": "add", "path": "/a", "value": 1}, {"op": "remove", "path": "/b"}]"#
      #expect(try await point.code("PATCH", "/v1/data", patch) == "404 resource_not_found")
      #expect(point.gateway.runtime.snapshot.policyDigest == before)
      #expect(try await point.gateway.call("echo").status == 200)
    }
  }

  @Test func whatCannotBeKeptDoesNotComeIntoForce() async throws {
    try await withBans { point in
      // A directory stands where the file should.
      try TestFile.makeDirectory(point.gateway.directory.file("state/policy-overlay.json"))
      #expect(try await point.code("PUT", "/v1/data/banned_agents", "[]") == "500 internal_error")
      #expect(try await point.ask("GET", "/v1/data/banned_agents").text == "{}\n")
    }
  }

  @Test func writesNeedTheTokenOutsideOfDevelopment() async throws {
    try await withBans({ $0.decisionPoint.writes = .token }) { point in
      let writes = [
        ("PUT", "/v1/data/a"), ("PATCH", "/v1/data/a"), ("DELETE", "/v1/data/a"), ("PUT", "/v1/policies/a"),
        ("DELETE", "/v1/policies/tests.rego"),
      ]
      for (verb, path) in writes {
        let code = try await point.code(verb, path, "[]")
        #expect(code == "401 unauthorized", "\(verb) \(path)")
        let wrong = [("Authorization", "Bearer nonsense")]
        #expect(try await point.code(verb, path, "[]", wrong) == "401 unauthorized")
      }
      #expect(try await point.ask("GET", "/v1/data/a").text == "{}\n")
      let right = [("Authorization", point.token.exposedHeader())]
      #expect(try await point.code("PUT", "/v1/data/a", "1", right) == "204 ")
      #expect(try await point.ask("GET", "/v1/data/a").json["result"] == 1)
    }
    try await withBans({ $0.decisionPoint.writes = .none }) { point in
      let right = [("Authorization", point.token.exposedHeader())]
      let code = try await point.code("PUT", "/v1/data/a", "1", right)
      #expect(code == "403 unauthorized")
    }
  }

  @Test func onlyLoopbackInDevelopmentIsOpen() {
    var configuration = Configuration()
    func isOpen() -> Bool { WriteAccess(configuration, token: ControlToken("t")).isOpen }
    #expect(isOpen())
    configuration.decisionPoint.listen = "0.0.0.0:8181"
    #expect(!isOpen())
    configuration.decisionPoint.listen = "[::1]:8181"
    #expect(isOpen())
    configuration.profile = .standard
    #expect(!isOpen())
  }

  @Test func strangersAndOversizedRequestsAreKeptOut() async throws {
    try await withBans({ $0.decisionPoint.bodyBytesMax = 2_000 }) { point in
      #expect(try await point.code("GET", "/v1/data", "", [("Host", "evil.example")]) == "403 unauthorized")
      #expect(try await point.code("PUT", "/v1/data/a", "1", [("Origin", "http://evil.example")]) == "403 unauthorized")
      let large = "\"" + String(repeating: "x", count: 3_000) + "\""
      let answer = try await point.ask("PUT", "/v1/data/a", large)
      #expect(answer.status == 413 && answer.json["message"] == "request body too large")
      #expect(try await point.code("GET", "/v1/data/%zz") == "400 invalid_parameter")
      #expect(try await point.code("GET", "/v1/data/" + String(repeating: "a/", count: 65)) == "400 invalid_parameter")
      #expect(try await point.code("GET", "/nothing") == "404 resource_not_found")
      #expect(try await point.code("PUT", "/v1/query", "{}") == "405 invalid_operation")
      let deep = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
      #expect(try await point.code("PUT", "/v1/data/a", deep) == "400 invalid_parameter")
    }
  }
}
