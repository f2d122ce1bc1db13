import Basics
import Registry
import Testing

@testable import Gateway
@testable import Settings

/// Tricks that need more than one message, or that aim past the protocol.
@Suite("Further attacks") struct FurtherAttackTests {
  private func session(_ gateway: GatewayHarness) async throws -> String {
    try #require(try await gateway.send(.initialize()).fields["mcp-session-id"])
  }

  private func listen(_ id: String) -> AgentRequest {
    AgentRequest.message("").with("Accept", "text/event-stream").with("Mcp-Session-Id", id).at("/mcp", "GET")
  }

  @Test func aSecondStreamGetsNothingOfTheFirst() async throws {
    try await GatewayHarness.run { gateway in
      let id = try await session(gateway)
      let source = EventSource()
      gateway.server.script { $0.verb == "GET" ? (source.isAttached ? .bare(409) : .events(source)) : nil }
      let agent = try await gateway.connect()
      try await agent.send(listen(id).text)
      #expect(await eventually { source.isAttached })
      #expect(try await gateway.send(listen(id)).status == 409)
      #expect(try await gateway.send(listen(id).replacing("X-SPIFFE-ID", Toolbox.bob)).status == 404)
      source.send(#"{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"mine"}}"#)
      #expect(await agent.sees("mine"))
    }
  }

  @Test func aReferenceInASchemaIsNotFollowed() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.registry.firstSeen = .admit }) { gateway in
      let canary = "http://127.0.0.1:\(gateway.server.port)/canary"
      let tool: JSONValue = [
        "name": "lure", "description": "Does lure.",
        "inputSchema": ["type": "object", "properties": ["a": ["$ref": .string(canary)]], "$schema": .string(canary)],
        "outputSchema": ["$ref": .string(canary)], "icons": [["src": .string(canary)]],
      ]
      gateway.server.offer([tool])
      await gateway.service.refreshTools()
      await gateway.service.refreshTools()
      #expect(await eventually { gateway.runtime.snapshot.registry.tool(named: "lure") != nil })
      _ = try await gateway.send(AgentRequest.request("tools/list").mcp)
      #expect(try await gateway.call("lure", ["a": 1]).status == 200)
      #expect(!gateway.server.received.contains { $0.path == "/canary" })
    }
  }

  @Test func aServersOwnChallengeLeadsNobodyAnywhere() async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script {
        $0.method == "tools/call"
          ? .json(
            #"{"jsonrpc":"2.0","id":7,"error":{"code":-32000,"message":"no"}}"#, status: 401,
            fields: [
              ("WWW-Authenticate", #"Bearer resource_metadata="https://evil.example/.well-known/oauth-protected-resource""#),
              ("Location", "https://evil.example/"), ("Set-Cookie", "a=b"),
            ]) : nil
      }
      let answer = try await gateway.send(AgentRequest.call("echo").mcp)
      #expect(answer.fields["www-authenticate"] == nil)
      #expect(answer.fields["location"] == nil)
      #expect(answer.fields["set-cookie"] == nil)
      // The metadata that clients look for is the gateway's own, and there is none here.
      let metadata = try await gateway.send(AgentRequest.message("").at("/.well-known/oauth-protected-resource/mcp", "GET"))
      #expect(metadata.status == 404)
      #expect(!gateway.server.received.contains { $0.path.contains("well-known") })
    }
  }

  @Test func aSecretThatIsSplitOverContentBlocksIsFound() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.detection.answers.credential = .block }) { gateway in
      gateway.server.script {
        $0.method == "tools/call"
          ? .json(
            ToolServer.result(
              $0.id, #"{"content":[{"type":"text","text":"it is tkn_abcdef"},{"type":"text","text":"ghijkl and more"}]}"#))
          : nil
      }
      let answer = try await gateway.call("echo")
      #expect(answer.code == "answer_blocked")
    }
  }

  @Test func activeContentIsUnderPolicyAsAnyResource() async throws {
    try await GatewayHarness.run { gateway in
      let read = try await gateway.send(AgentRequest.request("resources/read", ["uri": "ui://widget/index.html"]))
      #expect(read.code == "authz_policy_denied")
      let call = try await gateway.send(
        ModernRequest.make("resources/read", name: "ui://widget/a", [("uri", "ui://widget/a")]))
      #expect(call.code == "authz_policy_denied")
      #expect(!gateway.server.received.contains { $0.method == "resources/read" })
    }
  }

  @Test func aStormOfAnnouncementsAsksTheServerOnce() async throws {
    try await GatewayHarness.run { gateway in
      let id = try await session(gateway)
      #expect(try await gateway.call("echo").status == 200)
      let source = EventSource()
      gateway.server.script { $0.verb == "GET" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(listen(id).text)
      #expect(await eventually { source.isAttached })
      let before = gateway.server.received.count { $0.method == "tools/list" }
      for _ in 0..<500 { source.send(#"{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"#) }
      source.send(#"{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"over"}}"#)
      #expect(await agent.sees("over"))
      #expect(gateway.server.received.count { $0.method == "tools/list" } == before)
      #expect(try await gateway.call("echo").status == 200)
      #expect(gateway.server.received.count { $0.method == "tools/list" } == before + 1)
    }
  }

  // MARK: Disconnects

  @Test func aModernClientThatGoesAwayCancelsItsCall() async throws {
    try await GatewayHarness.run { gateway in
      let source = EventSource()
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(ModernRequest.call("echo").text)
      #expect(await eventually { source.isAttached })
      await agent.close()
      #expect(await eventually { source.isClosed })
    }
  }

  @Test func aLegacyClientThatGoesAwayCancelsNothing() async throws {
    try await GatewayHarness.run { gateway in
      let id = try await session(gateway)
      gateway.server.script { $0.method == "tools/call" ? .hang : nil }
      let agent = try await gateway.connect()
      try await agent.send(AgentRequest.call("echo").mcp.with("Mcp-Session-Id", id).text)
      #expect(await eventually { !gateway.server.calls.isEmpty })
      await agent.close()
      #expect(await gateway.eventuallyRecords { $0["response_status"] == 499 })
      #expect(!gateway.server.received.contains { $0.method == "notifications/cancelled" })
      // What is cancelled, the client says.
      let note = AgentRequest.message(
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7,"reason":"enough"}}"#)
      #expect(try await gateway.send(note.mcp.with("Mcp-Session-Id", id)).status == 202)
      let sent = gateway.server.received.last { $0.method == "notifications/cancelled" }
      #expect(sent?.message?["params"] == ["requestId": 7, "reason": "enough"])
    }
  }

  // MARK: Pages of other origins

  @Test func aPageIsToldWhatItMaySendBeforeItDoes() async throws {
    try await GatewayHarness.run(configure: { settings, _ in
      settings.listeners.data.allowedOrigins = ["https://app.example"]
    }) { gateway in
      let ask = AgentRequest.message("").without("X-SPIFFE-ID").at("/mcp", "OPTIONS")
        .with("Access-Control-Request-Method", "POST")
        .with("Access-Control-Request-Headers", "content-type, mcp-param-region, x-other")
      let answer = try await gateway.send(ask.with("Origin", "https://app.example"))
      #expect(answer.status == 204)
      #expect(answer.fields["access-control-allow-origin"] == "https://app.example")
      #expect(answer.fields["access-control-allow-methods"] == "POST, GET, DELETE")
      let allowed = answer.fields["access-control-allow-headers"]?.lowercased() ?? ""
      for name in ["authorization", "mcp-session-id", "mcp-protocol-version", "mcp-method", "last-event-id", "mcp-param-region"] {
        #expect(allowed.contains(name))
      }
      #expect(!allowed.contains("x-other"))
      let foreign = try await gateway.send(ask.with("Origin", "https://evil.example"))
      #expect(foreign.status == 403)
      #expect(foreign.fields["access-control-allow-origin"] == nil)
      let call = try await gateway.send(AgentRequest.call("echo").with("Origin", "https://app.example"))
      #expect(call.fields["access-control-expose-headers"]?.contains("Mcp-Session-Id") == true)
      #expect(call.fields["access-control-allow-origin"] == "https://app.example")
    }
  }
}
