import Basics
import Testing

@testable import Gateway
@testable import Settings

@Suite("Event streams") struct StreamTests {
  private func progress(_ number: Int) -> String {
    #"{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"t","progress":\#(number)}}"#
  }

  @Test func everyEventArrivesWhenItIsSent() async throws {
    try await GatewayHarness.run { gateway in
      let source = EventSource()
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(AgentRequest.call("echo").mcp.text)
      #expect(await eventually { source.isAttached })
      for number in 1...3 {
        source.send(progress(number))
        #expect(await agent.sees(#""progress":\#(number)}"#))
      }
      #expect(agent.received.contains("content-type: text/event-stream"))
      source.send(ToolServer.text("7", "done tkn_abcdefghijkl"))
      source.end()
      let answer = try await agent.answer()
      #expect(answer.status == 200)
      #expect(answer.text.contains("done [REDACTED:TEST_CREDENTIAL]"))
      #expect(!answer.text.contains("tkn_"))
      #expect(try gateway.records(of: answer).map { $0["event"] } == ["decision", "outcome"])
      try await agent.send(AgentRequest.call("echo").at("/health", "GET").text)
      #expect(try await agent.answer().status == 200)
    }
  }

  @Test func aCallerThatTakesNoStreamGetsTheResponseAlone() async throws {
    try await GatewayHarness.run { gateway in
      let events = [progress(1), ToolServer.text("7", "done")]
      gateway.server.script { request in
        request.method == "tools/call" ? .events(.holding(events[0], events[1])) : nil
      }
      let answer = try await gateway.call("echo")
      #expect(answer.fields["content-type"] == "application/json")
      #expect(answer.toolText == "done")
    }
  }

  @Test func anEventThatMustNotPassEndsTheStreamWithAnError() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.detection.answers.credential = .block })
    { gateway in
      let source = EventSource()
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(AgentRequest.call("echo").mcp.text)
      source.send(progress(1))
      #expect(await agent.sees(#""progress":1"#))
      source.send(ToolServer.text("7", "tkn_abcdefghijkl"))
      let answer = try await agent.answer()
      #expect(answer.status == 200)
      #expect(answer.text.contains(#""progress":1"#))
      #expect(answer.text.contains("answer_blocked"))
      #expect(!answer.text.contains("tkn_"))
      #expect(try gateway.records(of: answer).last?["code"] == "answer_blocked")
    }
  }

  @Test(arguments: [
    "event: other\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"x\"}\n\n", "data: not json\n\n",
    "data: {\"jsonrpc\":\"2.0\",\"id\":999,\"result\":{}}\n\n",
  ])
  func eventsThatAreNoMessagesOfThisCallAreRefused(event: String) async throws {
    try await GatewayHarness.run { gateway in
      let source = EventSource()
      source.write(event)
      source.end()
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let answer = try await gateway.send(AgentRequest.call("echo").mcp)
      #expect(answer.text.contains("upstream_invalid_response"))
    }
  }

  @Test func aStreamThatEndsWithoutAResponseIsCutOff() async throws {
    try await GatewayHarness.run { gateway in
      let source = EventSource.holding(progress(1))
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(AgentRequest.call("echo").mcp.text)
      #expect(await gateway.eventuallyRecords { $0["code"] == "upstream_invalid_response" })
      #expect(!agent.received.hasSuffix("0\r\n\r\n"))
    }
  }

  @Test func whenTheClientHangsUpTheServerIsTold() async throws {
    try await GatewayHarness.run { gateway in
      let source = EventSource()
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(AgentRequest.call("echo").mcp.text)
      #expect(await eventually { source.isAttached })
      source.send(progress(1))
      #expect(await agent.sees(#""progress":1"#))
      await agent.close()
      #expect(await eventually { source.isClosed })
      #expect(await gateway.eventuallyRecords { $0["event"] == "outcome" && $0["response_status"] == 499 })
      #expect(try await gateway.send(.request("ping")).status == 200)
    }
  }
}
