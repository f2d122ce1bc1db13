import Basics
import Testing

@testable import Gateway

@Suite("Several servers, in the modern revision") struct MergedModernTests {
  /// Lets a server answer as one of 2026-07-28.
  private static func modernize(_ server: ToolServer, _ capabilities: String, listening source: EventSource) {
    server.script { request in
      switch request.method {
      case "server/discover":
        .json(
          ToolServer.result(
            request.id,
            #"{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":\#(capabilities),"#
              + #""cacheScope":"private","ttlMs":0}"#))
      case "subscriptions/listen": .events(source)
      default: nil
      }
    }
  }

  @Test func aClientOfTheModernRevisionIsSentToTheOtherEraWhereAServerKnowsNoOther() async throws {
    try await MergedServers.run { both in
      Self.modernize(both.alpha, #"{"tools":{}}"#, listening: EventSource())
      let answer = try await both.gateway.send(ModernRequest.make("server/discover"))
      #expect(answer.status == 400)
      #expect(answer.json["error"]?["code"] == -32_600)
    }
  }

  @Test func bothErasOfferTheSameTools() async throws {
    try await MergedServers.run { both in
      for server in [both.alpha, both.beta] {
        Self.modernize(server, #"{"tools":{},"prompts":{}}"#, listening: EventSource())
      }
      let discovery = try await both.gateway.send(ModernRequest.make("server/discover"))
      let result = try #require(discovery.json["result"])
      #expect(result["supportedVersions"] == ["2026-07-28"])
      #expect(result["capabilities"] == ["tools": ["listChanged": true], "prompts": ["listChanged": true]])
      #expect(result["cacheScope"] == "private")
      let list = try await both.gateway.send(ModernRequest.make("tools/list"))
      #expect(list.json["result"]?["resultType"] == "complete")
      #expect(list.json["result"]?["cacheScope"] == "private")
      let names = list.json["result"]?["tools"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
      #expect(names == ["alpha__echo", "beta__echo", "first", "second"])
      #expect(try await both.gateway.send(ModernRequest.call("beta__echo", ["a": 1])).status == 200)
      let sent = try #require(both.beta.calls.last)
      #expect(sent.tool == "echo")
      #expect(sent.fields["mcp-name"] == "echo")
      #expect(sent.fields["mcp-protocol-version"] == "2026-07-28")
    }
  }

  @Test func oneSubscriptionHearsAllServers() async throws {
    try await MergedServers.run { both in
      let (first, second) = (EventSource(), EventSource())
      Self.modernize(both.alpha, #"{"tools":{"listChanged":true}}"#, listening: first)
      Self.modernize(both.beta, #"{"tools":{"listChanged":true}}"#, listening: second)
      let agent = try await both.gateway.connect()
      let wanted: JSONValue = ["toolsListChanged": true]
      try await agent.send(ModernRequest.make("subscriptions/listen", [("notifications", wanted)]).text)
      #expect(await eventually { first.isAttached && second.isAttached })
      let meta = #""_meta":{"io.modelcontextprotocol/subscriptionId":7}"#
      let granted = #"{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"notifications":"#
      second.send(#"{"jsonrpc":"2.0","method":"notifications/tools/list_changed","params":{\#(meta)}}"#)
      first.send(granted + #"{"toolsListChanged":true},\#(meta)}}"#)
      second.send(granted + #"{},\#(meta)}}"#)
      #expect(await agent.sees("list_changed"))
      // The grant comes first, once, whatever came before it.
      let text = agent.received
      #expect(text.split(separator: "acknowledged").count == 2)
      let parts = text.split(separator: "list_changed")
      #expect(parts.first?.contains(#""toolsListChanged":true"#) == true)
      await agent.close()
      #expect(await eventually { first.isClosed && second.isClosed })
    }
  }
}
