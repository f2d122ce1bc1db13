import Basics
import TestKit
import Testing

@testable import Gateway

@Suite("Changes while clients listen") struct PolicyChangeTests {
  private static func open(_ gateway: GatewayHarness, as caller: String) async throws -> Agent {
    let hello = try await gateway.send(.initialize(as: caller))
    let id = try #require(hello.fields["mcp-session-id"])
    let agent = try await gateway.connect()
    try await agent.send(
      AgentRequest.message("", as: caller).with("Accept", "text/event-stream").with("Mcp-Session-Id", id)
        .at("/mcp", "GET").text)
    #expect(await agent.sees("text/event-stream"))
    return agent
  }

  @Test func whoeverSeesOtherToolsThanBeforeIsToldAndNobodyElse() async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { $0.verb == "GET" ? .events(EventSource()) : nil }
      let alice = try await Self.open(gateway, as: Toolbox.alice)
      let bob = try await Self.open(gateway, as: Toolbox.bob)
      let narrower = Toolbox.policy.split(separator: #"input.tool == "echo""#).joined(separator: #"input.tool == "limited""#)
      try gateway.directory.write(narrower, to: "policies/tests.rego")
      #expect(gateway.service.reload().isSuccess)
      #expect(await bob.sees("notifications/tools/list_changed"))
      #expect(!alice.received.contains("list_changed"))
    }
  }

  @Test func anIdThatIsUnderWayIsNotTakenTwice() async throws {
    try await GatewayHarness.run { gateway in
      let id = try #require(try await gateway.send(.initialize()).fields["mcp-session-id"])
      let source = EventSource()
      gateway.server.script { $0.tool == "echo" ? .events(source) : nil }
      let agent = try await gateway.connect()
      let call = AgentRequest.call("echo").mcp.with("Mcp-Session-Id", id)
      try await agent.send(call.text)
      #expect(await eventually { gateway.server.calls.count == 1 })
      let second = try await gateway.send(call)
      #expect(second.status == 400)
      #expect(second.json["error"]?["code"] == -32_600)
      #expect(gateway.server.calls.count == 1)
      source.send(ToolServer.text("7", "done"))
      source.end()
      #expect(try await agent.answer().text.contains("done"))
      gateway.server.script { _ in nil }
      #expect(try await gateway.send(call).status == 200)
    }
  }

  @Test func aSubscriptionHoldsOnlyWhatTheCallerMayRead() async throws {
    try await GatewayHarness.run { gateway in
      let source = EventSource()
      gateway.server.script { $0.method == "subscriptions/listen" ? .events(source) : nil }
      let wanted: JSONValue = [
        "toolsListChanged": false, "resourceSubscriptions": ["docs://a/open", "docs://a/private/x", "other://x"],
      ]
      let agent = try await gateway.connect()
      try await agent.send(ModernRequest.make("subscriptions/listen", [("notifications", wanted)]).text)
      #expect(await eventually { source.isAttached })
      let sent = gateway.server.received.last { $0.method == "subscriptions/listen" }?.message?["params"]?["notifications"]
      #expect(sent?["resourceSubscriptions"] == ["docs://a/open"])
      let meta = #""_meta":{"io.modelcontextprotocol/subscriptionId":7}"#
      source.send(#"{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"notifications":{},\#(meta)}}"#)
      for uri in ["docs://a/private/x", "docs://a/open"] {
        source.send(#"{"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"\#(uri)",\#(meta)}}"#)
      }
      source.send(#"{"jsonrpc":"2.0","method":"notifications/tools/list_changed","params":{\#(meta)}}"#)
      source.send(#"{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"the end",\#(meta)}}"#)
      #expect(await agent.sees("the end"))
      #expect(agent.received.contains("docs://a/open"))
      #expect(!agent.received.contains("private"))
      #expect(!agent.received.contains("list_changed"))
    }
  }

  @Test func httpAndSSEIsServedWhereThatIsConfigured() async throws {
    try await GatewayHarness.run { gateway in
      let listen = AgentRequest.message("").with("Accept", "text/event-stream").at("/sse", "GET")
      let stream = try await gateway.send(listen)
      #expect(stream.status == 404)
      #expect(try await gateway.send(AgentRequest.request("ping").at("/messages/x")).status == 404)
    }
  }
}
