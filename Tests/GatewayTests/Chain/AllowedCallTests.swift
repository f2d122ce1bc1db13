import Basics
import Testing

@testable import Gateway

@Suite("Calls that are allowed") struct AllowedCallTests {
  @Test func anAllowedCallReachesTheToolAndIsRecordedTwice() async throws {
    try await GatewayHarness.run { gateway in
      let answer = try await gateway.call("echo", ["message": "hello"])
      #expect(answer.status == 200)
      #expect(answer.toolText == #"{"message":"hello"}"#)
      #expect(answer.json["id"] == 7)
      #expect(gateway.server.calls.count == 1)

      let records = try gateway.records(of: answer)
      #expect(records.map { $0["event"] } == ["decision", "outcome"])
      let decision = try #require(records.first)
      #expect(decision["decision"] == "ALLOW")
      #expect(decision["spiffe_id"] == .string(Toolbox.alice))
      #expect(decision["tool"] == "echo")
      #expect(decision["method"] == "tools/call")
      #expect(decision["upstream"] == "default")
      let layers = decision["layers_traversed"]?.arrayValue ?? []
      #expect(layers.count == 13)
      #expect(records.last?["response_status"] == 200)
      let trace = try #require(decision["trace_id"]?.stringValue)
      #expect(answer.fields["traceparent"]?.hasPrefix("00-\(trace)-") == true)
    }
  }

  @Test func whatWasCheckedIsWhatIsSent() async throws {
    try await GatewayHarness.run { gateway in
      let body =
        #"{ "jsonrpc" : "2.0", "id" : "a\u0062", "method":"tools/call", "#
        + #""params":{"name":"echo","arguments":{"x":1.50}}}"#
      let answer = try await gateway.send(.message(body))
      #expect(answer.json["id"] == "ab")
      #expect(gateway.server.calls.first?.body == Array(body.utf8))
    }
  }

  @Test func theCallersProofsAndCookiesStayBehind() async throws {
    try await GatewayHarness.run { gateway in
      let request = AgentRequest.call("echo").with("Cookie", "a=b").with("X-Forwarded-For", "1.2.3.4")
        .with("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
      let answer = try await gateway.send(request)
      let received = try #require(gateway.server.calls.first)
      for name in ["cookie", "x-spiffe-id", "x-forwarded-for", "authorization"] {
        #expect(received.fields[name] == nil)
      }
      #expect(received.fields["host"] == "127.0.0.1:\(gateway.server.port)")
      #expect(received.fields["traceparent"]?.hasPrefix("00-4bf92f3577b34da6a3ce929d0e0e4736-") == true)
      #expect(received.fields["mcp-session-id"]?.hasPrefix("upstream-") == true)
      #expect(try gateway.records(of: answer).first?["trace_id"] == "4bf92f3577b34da6a3ce929d0e0e4736")
    }
  }

  @Test func connectionsToTheServerAreKept() async throws {
    try await GatewayHarness.run { gateway in
      for _ in 0..<5 {
        let answer = try await gateway.call("echo")
        #expect(answer.status == 200)
      }
      #expect(gateway.server.connections == 1)
    }
  }

  @Test func notificationsAreTakenWithoutAnAnswer() async throws {
    try await GatewayHarness.run { gateway in
      let answer = try await gateway.send(
        .message(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#))
      #expect(answer.status == 202)
      #expect(answer.body.isEmpty)
      #expect(gateway.server.received.contains { $0.method == "notifications/cancelled" })
    }
  }

  @Test func healthNeedsNoIdentity() async throws {
    try await GatewayHarness.run { gateway in
      let answer = try await gateway.send(
        AgentRequest(verb: "GET", path: "/health", fields: [("Host", "x")], body: ""))
      #expect(answer.status == 200)
      #expect(answer.text == #"{"status":"ok","circuit_breaker":{"state":"closed"},"audit":"ok"}"#)
      let missing = try await gateway.send(
        AgentRequest(
          verb: "GET", path: "/.well-known/oauth-protected-resource", fields: [("Host", "127.0.0.1")],
          body: ""))
      #expect(missing.code == "route_unknown")
    }
  }
}
