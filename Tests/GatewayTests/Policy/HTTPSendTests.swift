import Basics
import TestKit
import Testing

@testable import Gateway
@testable import Settings

@Suite("Policies that ask the network") struct HTTPSendTests {
  private static func policy(_ port: Int) -> String {
    """
    package mcp.authz
    import rego.v1
    allow if input.method != "tools/call"
    allow if {
      answer := http.send({"method": "POST", "url": "http://127.0.0.1:\(port)/ask", "body": {"tool": input.tool},
        "headers": {"X-Kind": "a", "Host": "evil"}})
      answer.status_code == 200
      answer.body.ok == true
    }
    """
  }

  private func run(
    _ grant: @escaping (inout PolicySettings) -> Void,
    _ body: (DecisionPointHarness, ToolServer) async throws -> Void
  ) async throws {
    let server = try await ToolServer.start()
    server.script { request in .json(#"{"ok": \#(request.message?["tool"] == "echo")}"#) }
    try await DecisionPointHarness.run(configure: { settings, directory in
      try directory.write(Self.policy(server.port), to: "policies/tests.rego")
      settings.policy.evaluationTimeout = .seconds(9)
      settings.policy.httpSend.timeout = .seconds(8)
      grant(&settings.policy)
    }) { try await body($0, server) }
    await server.stop()
  }

  @Test func hostsThatAreNamedAreAsked() async throws {
    try await run({ $0.httpSend.hosts = ["127.0.0.1"] }) { point, server in
      let allowed = try await point.gateway.call("echo")
      #expect(allowed.status == 200)
      #expect(try await point.gateway.call("limited").code == "authz_policy_denied")
      let asked = try #require(server.received.first)
      #expect(asked.fields["x-kind"] == "a" && asked.fields["host"] == "127.0.0.1:\(server.port)")
      let list = try await point.gateway.send(.request("tools/list"))
      let names = list.json["result"]?["tools"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
      #expect(names == ["echo"])
      // The REST API evaluates with the same grant, and a written policy keeps it.
      let asks = try await point.ask("POST", "/v1/data/mcp/authz/allow", #"{"input": {"method": "tools/call", "tool": "echo"}}"#)
      #expect(asks.json["result"] == true)
      #expect(try await point.code("PUT", "/v1/data/x", "1") == "204 ")
      #expect(try await point.gateway.call("echo").status == 200)
    }
  }

  @Test func nobodyElseIsAsked() async throws {
    for grant in [{ _ in }, { $0.httpSend.hosts = ["other.example"] }] as [(inout PolicySettings) -> Void] {
      try await run(grant) { point, server in
        let refused = try await point.gateway.call("echo")
        #expect(refused.code?.hasPrefix("authz_policy_") == true)
        let asked = try await point.ask("POST", "/v1/data/mcp/authz/allow", #"{"input": {"method": "tools/call", "tool": "echo"}}"#)
        #expect(asked.json["result"] == nil)
        #expect(server.received.isEmpty)
      }
    }
  }

  @Test func hostsThatDoNotAnswerDenyAndHoldNobodyElseUp() async throws {
    try await run({
      $0.httpSend.hosts = ["127.0.0.1"]
      $0.httpSend.timeout = .milliseconds(150)
    }) { point, server in
      for reply in [ToolServer.Reply.hang, .close, .raw("nonsense\r\n\r\n"), .json("{", status: 200)] {
        server.script { _ in reply }
        let refused = try await point.gateway.call("echo")
        #expect(refused.code?.hasPrefix("authz_policy_") == true, "\(reply)")
        #expect(try await point.gateway.call("stranger").code == "tool_not_in_registry")
      }
      #expect(point.gateway.server.calls.isEmpty)
    }
  }

  @Test func thisMachineHasAnAddress() {
    #expect(HostLookup.addresses(of: "127.0.0.1") == ["127.0.0.1"])
    #expect(HostLookup.addresses(of: "no such host.invalid").isEmpty)
  }
}
