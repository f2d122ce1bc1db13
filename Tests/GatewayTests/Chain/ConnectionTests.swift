import Basics
import Telemetry
import Testing

@testable import Gateway
@testable import Settings

/// One client's connection: what comes in pieces, all at once, slowly or not at all.
@Suite("Connections of clients") struct ConnectionTests {
  @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
    try await GatewayHarness.run { gateway in
      let agent = try await gateway.connect()
      let texts = (0..<20).map {
        AgentRequest.call($0 % 3 == 1 ? "forbidden" : "echo", ["n": .integer($0)]).text
      }
      try await agent.send(texts.joined())
      for number in 0..<20 {
        let answer = try await agent.answer()
        #expect(answer.status == (number % 3 == 1 ? 403 : 200))
        if number % 3 != 1 { #expect(answer.toolText == "{\"n\":\(number)}") }
      }
    }
  }

  @Test func manyPipelinedRequestsThatNeedNoWaitingCostNoStack() async throws {
    try await GatewayHarness.run { gateway in
      let agent = try await gateway.connect()
      let count = 3_000
      try await agent.send(
        String(repeating: "GET /health HTTP/1.1\r\nHost: a\r\n\r\n", count: count)
          + "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      #expect(await agent.isClosedByGateway())
      #expect(agent.received.split(separator: "HTTP/1.1 200 OK").count == count + 1)
    }
  }

  @Test func aRequestMayComeByteByByte() async throws {
    try await GatewayHarness.run { gateway in
      let agent = try await gateway.connect()
      for byte in AgentRequest.call("echo", ["a": 1]).text.utf8 {
        try await agent.send(String(UnicodeScalar(byte)))
      }
      #expect(try await agent.answer().toolText == #"{"a":1}"#)
    }
  }

  @Test func aClientThatAsksForLeaveGetsItBeforeTheBody() async throws {
    try await GatewayHarness.run { gateway in
      let agent = try await gateway.connect()
      let request = AgentRequest.call("echo", ["a": 1]).with("Expect", "100-continue")
      try await agent.send(request.head)
      #expect(await agent.sees("HTTP/1.1 100 Continue\r\n\r\n"))
      try await agent.send(request.body)
      #expect(try await agent.answer().toolText == #"{"a":1}"#)
    }
  }

  @Test func leaveIsNotGivenForABodyThatIsRefused() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.limits.bodyBytesMax = 1_024 }) {
      gateway in
      let agent = try await gateway.connect()
      try await agent.send(
        AgentRequest.call("echo").with("Expect", "100-continue").with("Content-Length", "5000").head)
      #expect(await agent.sees("HTTP/1.1 413 "))
      #expect(!agent.received.contains("100 Continue"))
    }
  }

  @Test func aClientThatHangsUpInTheMiddleOfItsBodyIsRecorded() async throws {
    try await GatewayHarness.run { gateway in
      let agent = try await gateway.connect()
      try await agent.send(AgentRequest.call("echo").with("Content-Length", "500").head + "{\"jsonrpc\"")
      await agent.close()
      #expect(
        await gateway.eventuallyRecords {
          $0["code"] == "request_too_large" || $0["code"] == "body_incomplete"
        })
      #expect(
        try gateway.records().contains {
          $0["code"] == "body_incomplete" && $0["spiffe_id"] == .string(Toolbox.alice)
        })
      #expect(gateway.server.calls.isEmpty)
      #expect(try await gateway.call("echo").status == 200)
    }
  }

  @Test func aBodyThatDoesNotComeIsGivenUp() async throws {
    try await GatewayHarness.run(configure: { settings, _ in
      settings.listeners.data.requestTimeout = .milliseconds(150)
    }) { gateway in
      let agent = try await gateway.connect()
      try await agent.send(AgentRequest.call("echo").with("Content-Length", "500").head)
      #expect(try await agent.answer().code == "body_incomplete")
      #expect(await agent.isClosedByGateway())
      let silent = try await gateway.connect()
      try await silent.send("POST / HT")
      #expect(await silent.isClosedByGateway())
    }
  }

  @Test func idleConnectionsAreClosed() async throws {
    try await GatewayHarness.run(configure: { settings, _ in
      settings.listeners.data.idleTimeout = .milliseconds(150)
    }) { gateway in
      let agent = try await gateway.connect()
      #expect(await agent.isClosedByGateway())
    }
  }

  @Test func connectionsBeyondTheLimitAreClosedAtOnce() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.listeners.data.connectionsMax = 1 }) {
      gateway in
      let first = try await gateway.connect()
      try await first.send(AgentRequest.call("echo").text)
      #expect(try await first.answer().status == 200)
      let second = try await gateway.connect()
      #expect(await second.isClosedByGateway())
      await first.close()
      // The place is free again once the gateway has noticed.
      #expect(await eventually { gateway.runtime.metrics.activeConnections.value == 0 })
      #expect(try await gateway.call("echo").status == 200)
    }
  }

  @Test func aClientThatDoesNotReadItsAnswerIsGivenUp() async throws {
    try await GatewayHarness.run(configure: { settings, _ in
      settings.listeners.data.writeTimeout = .milliseconds(200)
    }) { gateway in
      let large = String(repeating: "a", count: 6 << 20)
      gateway.server.script { $0.method == "tools/call" ? .json(ToolServer.text($0.id, large)) : nil }
      let agent = try await gateway.connect()
      try await agent.stopReading()
      try await agent.send(AgentRequest.call("echo").text)
      #expect(await eventually { gateway.runtime.metrics.activeConnections.value == 0 })
      await agent.close()
    }
  }

  @Test func aDrainLetsCallsFinishAndTakesNoNewOnes() async throws {
    try await GatewayHarness.run { gateway in
      let source = EventSource()
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let busy = try await gateway.connect()
      let idle = try await gateway.connect()
      try await busy.send(AgentRequest.call("echo").mcp.text)
      #expect(await eventually { source.isAttached })
      async let drained: Void = gateway.service.plane.drain()
      #expect(await idle.isClosedByGateway())
      source.send(ToolServer.text("7", "done"))
      source.end()
      #expect(try await busy.answer().text.contains("done"))
      #expect(await busy.isClosedByGateway())
      await drained
      await #expect(throws: (any Error).self) { try await gateway.connect() }
    }
  }
}
