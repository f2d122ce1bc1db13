import Basics
import Testing

@testable import Gateway

/// What servers ask of clients in the revisions that let them.
@Suite("Requests of servers") struct ServerRequestTests {
  private static func elicitation(_ url: String) -> String {
    #"{"jsonrpc":"2.0","id":3,"method":"elicitation/create","params":{"mode":"url","url":"\#(url)","elicitationId":"1"}}"#
  }

  private static let elicitation =
    #"{"jsonrpc":"2.0","id":"ask-1","method":"elicitation/create","params":{"message":"Who?","requestedSchema":{}}}"#

  /// Opens a session whose client can do what `capabilities` say.
  private func session(
    _ gateway: GatewayHarness, _ capabilities: JSONValue = ["elicitation": [:]], as caller: String = Toolbox.alice
  ) async throws -> String {
    let hello = AgentRequest.request(
      "initialize",
      ["protocolVersion": "2025-11-25", "capabilities": capabilities, "clientInfo": ["name": "t", "version": "1"]],
      as: caller)
    return try #require(try await gateway.send(hello.mcp).fields["mcp-session-id"])
  }

  private func call(_ id: String) -> AgentRequest { AgentRequest.call("echo").mcp.with("Mcp-Session-Id", id) }

  private func answer(_ id: String, _ requestID: String, as caller: String = Toolbox.alice) -> AgentRequest {
    AgentRequest.message(
      #"{"jsonrpc":"2.0","id":\#(requestID),"result":{"action":"accept","content":{"name":"Ada"}}}"#, as: caller
    ).mcp.with("Mcp-Session-Id", id)
  }

  @Test func aQuestionInTheMiddleOfACallIsAskedAndAnswered() async throws {
    try await GatewayHarness.run { gateway in
      let id = try await session(gateway)
      let source = EventSource()
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(call(id).text)
      source.send(Self.elicitation)
      #expect(await agent.sees(Self.elicitation))
      #expect(try await gateway.send(answer(id, #""ask-1""#)).status == 202)
      #expect(gateway.server.received.last?.message?["result"]?["content"] == ["name": "Ada"])
      // Answered once, so a second answer is to nothing.
      #expect(try await gateway.send(answer(id, #""ask-1""#)).status == 400)
      source.send(ToolServer.text("7", "Hello Ada"))
      source.end()
      #expect(try await agent.answer().text.contains("Hello Ada"))
    }
  }

  @Test func anAnswerToNothingReachesNoServer() async throws {
    try await GatewayHarness.run { gateway in
      let id = try await session(gateway)
      let before = gateway.server.received.count
      for requestID in ["1", #""1""#, #""ask-1""#] {
        let answer = try await gateway.send(answer(id, requestID))
        #expect(answer.status == 400)
        #expect(answer.json["error"]?["code"] == -32_600)
      }
      #expect(gateway.server.received.count == before)
    }
  }

  @Test func anAnswerFromAnotherCallerOrSessionIsToNothing() async throws {
    try await GatewayHarness.run { gateway in
      let id = try await session(gateway)
      let other = try await session(gateway)
      let source = EventSource()
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(call(id).text)
      source.send(Self.elicitation)
      #expect(await agent.sees("ask-1"))
      #expect(try await gateway.send(answer(other, #""ask-1""#)).status == 400)
      #expect(try await gateway.send(answer(id, #""ask-1""#, as: Toolbox.bob)).status == 404)
      #expect(!gateway.server.received.contains { $0.message?["result"] != nil })
    }
  }

  @Test(arguments: [
    // Not declared by the client.
    #"{"jsonrpc":"2.0","id":3,"method":"sampling/createMessage","params":{}}"#,
    #"{"jsonrpc":"2.0","id":3,"method":"roots/list"}"#,
    // Not for servers to send.
    #"{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"echo"}}"#,
    #"{"jsonrpc":"2.0","id":3,"method":"no/such"}"#,
    // A person is not sent there.
    elicitation("http://evil.example/"),
    elicitation("https://user:pw@bank.example/"),
    elicitation("https://xn--bnk-sna.example/"),
    elicitation("javascript:alert(1)"),
  ])
  func whatTheClientMustNotSeeIsAnsweredForIt(request: String) async throws {
    try await GatewayHarness.run { gateway in
      let id = try await session(gateway)
      let source = EventSource()
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(call(id).text)
      source.send(request)
      #expect(await eventually { gateway.server.received.contains { $0.message?["error"] != nil } })
      let reply = gateway.server.received.last { $0.message?["error"] != nil }
      #expect(reply?.message?["id"] == 3)
      #expect(reply?.fields["mcp-session-id"]?.hasPrefix("upstream-") == true)
      source.send(ToolServer.text("7", "done"))
      source.end()
      let answer = try await agent.answer()
      #expect(answer.text.contains("done") && !answer.text.contains(#""id":3"#))
    }
  }

  @Test func aModernServerMustNotAsk() async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { request in
        request.method == "tools/call" && request.fields["mcp-protocol-version"] == "2026-07-28"
          ? .events(.holding(Self.elicitation)) : nil
      }
      let answer = try await gateway.send(ModernRequest.call("echo"))
      #expect(answer.text.contains("upstream_invalid_response") && !answer.text.contains("Who?"))
    }
  }

  @Test func anErrorThatSendsPeopleElsewhereIsReadAsWell() async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { request in
        guard request.method == "tools/call" else { return nil }
        let url = request.message?["params"]?["arguments"]?["url"]?.stringValue ?? ""
        return .json(
          #"{"jsonrpc":"2.0","id":7,"error":{"code":-32042,"message":"first","data":{"elicitations":[{"mode":"url","url":"\#(url)"}]}}}"#
        )
      }
      let good = try await gateway.send(AgentRequest.call("echo", ["url": "https://bank.example/visit"]).mcp)
      #expect(good.json["error"]?["code"] == -32_042)
      let bad = try await gateway.send(AgentRequest.call("echo", ["url": "http://bank.example/visit"]).mcp)
      #expect(bad.code == "answer_blocked" && !bad.text.contains("bank.example"))
    }
  }

  @Test func theStandaloneStreamCarriesNewsAndQuestions() async throws {
    try await GatewayHarness.run { gateway in
      let id = try await session(gateway)
      let source = EventSource()
      gateway.server.script { $0.verb == "GET" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(AgentRequest.message("").at("/mcp", "GET").mcp.with("Mcp-Session-Id", id).text)
      source.send(#"{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"#)
      #expect(await agent.sees("list_changed"))
      source.send(Self.elicitation)
      #expect(await agent.sees("ask-1"))
      #expect(try await gateway.send(answer(id, #""ask-1""#)).status == 202)
    }
  }
}
