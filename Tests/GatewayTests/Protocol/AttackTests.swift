import Basics
import Testing

@testable import Gateway
@testable import Settings

/// Tricks with the protocol that must not get a forbidden call past the chain: one test for each.
@Suite("Attacks") struct AttackTests {
  private static let forbidden = #"{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"forbidden","arguments":{}}}"#

  private func session(
    _ gateway: GatewayHarness, version: String = "2025-11-25", as caller: String = Toolbox.alice
  ) async throws -> String {
    let hello = AgentRequest.request(
      "initialize", ["protocolVersion": .string(version), "capabilities": [:], "clientInfo": ["name": "t", "version": "1"]],
      as: caller)
    return try #require(try await gateway.send(hello.mcp).fields["mcp-session-id"])
  }

  private func reachesServer(_ gateway: GatewayHarness) -> Bool { gateway.server.received.contains { $0.tool == "forbidden" } }

  @Test func batchSmuggling() async throws {
    try await GatewayHarness.run { gateway in
      let new = try await session(gateway)
      let old = try await session(gateway, version: "2025-03-26")
      let allowed = AgentRequest.call("echo", ["n": 1]).body
      let batch = AgentRequest.message("[\(allowed),\(Self.forbidden)]").mcp
      // Revisions without batches refuse the whole.
      for request in [batch, batch.with("Mcp-Session-Id", new)] {
        let answer = try await gateway.send(request)
        #expect(answer.status == 400 && answer.json["error"]?["code"] == -32_600)
      }
      // The one with batches judges each.
      let answer = try await gateway.send(batch.with("Mcp-Session-Id", old))
      #expect(answer.status == 200)
      let answers = answer.json.arrayValue ?? []
      #expect(answers.count == 2)
      #expect(answers.contains { $0["id"] == 7 && $0["result"] != nil })
      #expect(answers.contains { $0["id"] == 8 && $0["error"]?["data"]?["code"] == "authz_policy_denied" })
      #expect(!reachesServer(gateway))
    }
  }

  @Test(arguments: [
    #"{"jsonrpc":"2.0","id":8,"method":"tools/list","method":"tools/call","params":{"name":"forbidden"}}"#,
    #"{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"echo","name":"forbidden"}}"#,
    #"{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"echo","n\u0061me":"forbidden"}}"#,
    #"{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"echo"},"params":{"name":"forbidden"}}"#,
  ])
  func duplicateKeys(body: String) async throws {
    try await GatewayHarness.run { gateway in
      let answer = try await gateway.send(AgentRequest.message(body).mcp)
      #expect(answer.status == 400)
      #expect(!reachesServer(gateway))
    }
  }

  @Test func namesAreComparedAsTheyReadNotAsTheyAreSpelled() async throws {
    try await GatewayHarness.run { gateway in
      let escaped = Self.forbidden.replacing("forbidden", with: #"\u0066orbidden"#)
      let first = try await gateway.send(AgentRequest.message(escaped).mcp)
      #expect(first.code == "authz_policy_denied")
      let method = Self.forbidden.replacing("tools/call", with: #"tools\/c\u0061ll"#)
      let second = try await gateway.send(AgentRequest.message(method).mcp)
      #expect(second.code == "authz_policy_denied")
      #expect(!reachesServer(gateway))
    }
  }

  @Test func headerAndBodySplit() async throws {
    try await GatewayHarness.run { gateway in
      let split = ModernRequest.call("forbidden").replacing("Mcp-Name", "echo")
      let answer = try await gateway.send(split)
      #expect(answer.status == 400 && answer.json["error"]?["code"] == -32_020)
      let method = ModernRequest.call("forbidden").replacing("Mcp-Method", "tools/list")
      #expect(try await gateway.send(method).json["error"]?["code"] == -32_020)
      let repeated = ModernRequest.call("echo").with("Mcp-Name", "forbidden")
      #expect(try await gateway.send(repeated).json["error"]?["code"] == -32_020)
      // A header that agrees does not decide either.
      #expect(try await gateway.send(ModernRequest.call("forbidden")).code == "authz_policy_denied")
      #expect(!reachesServer(gateway))
    }
  }

  @Test func headerStrippingDowngrade() async throws {
    try await GatewayHarness.run { gateway in
      let answer = try await gateway.send(ModernRequest.call("echo").without("MCP-Protocol-Version"))
      #expect(answer.status == 400 && answer.json["error"]?["code"] == -32_020)
      #expect(gateway.server.calls.isEmpty)
    }
  }

  @Test(arguments: [
    "=?BASE64?ZWNobw==?=", "=?base64?ZWNobw?=", "=?base64?ZWNobw==", "=?base64?ZWNob===?=",
    "=?base64?PT9iYXNlNjQ/WldOb2J3PT0/PQ==?=",
    "=?base64?ZWNoby==?=", " =?base64? ZWNobw==?=",
  ])
  func base64Sentinels(value: String) async throws {
    try await GatewayHarness.run { gateway in
      let answer = try await gateway.send(ModernRequest.call("echo").replacing("Mcp-Name", value))
      #expect(answer.status == 400 && answer.json["error"]?["code"] == -32_020)
      #expect(gateway.server.calls.isEmpty)
    }
  }

  @Test func resumptionDoesNotReplayWhatWasBlocked() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.detection.answers.credential = .block })
    { gateway in
      let id = try await session(gateway)
      let source = EventSource()
      gateway.server.script { $0.verb == "GET" ? .events(source) : nil }
      let agent = try await gateway.connect()
      let open = AgentRequest.message("").at("/mcp", "GET").mcp.with("Mcp-Session-Id", id).with("Last-Event-ID", "41")
      try await agent.send(open.text)
      source.write("id: 42\nevent: message\ndata: \(ToolServer.text("7", "tkn_abcdefghijkl"))\n\n")
      let message = #"{"jsonrpc":"2.0","method":"notifications/message","params":{"data":"tkn_abcdefghijkl"}}"#
      source.write("id: 43\ndata: \(message)\n\n")
      source.write("id: 44\ndata: \(ToolServer.text("9", "fine"))\n\n")
      #expect(await agent.sees("fine"))
      #expect(agent.received.contains("id: 42") && agent.received.contains("id: 43") && !agent.received.contains("tkn_"))
      #expect(agent.received.contains("answer_blocked"))
      #expect(gateway.server.received.last { $0.verb == "GET" }?.fields["last-event-id"] == "41")
      #expect(await gateway.eventuallyRecords { $0["code"] == "answer_blocked" && $0["decision"] == "DENY" })
    }
  }

  @Test func aListOnAResumedStreamIsFiltered() async throws {
    try await GatewayHarness.run { gateway in
      let id = try await session(gateway, as: Toolbox.bob)
      let tools = Toolbox.offered.map(\.text).joined(separator: ",")
      gateway.server.script { request in
        request.verb == "GET" ? .events(.holding(ToolServer.result("3", #"{"tools":[\#(tools)]}"#))) : nil
      }
      let answer = try await gateway.send(
        AgentRequest.message("", as: Toolbox.bob).at("/mcp", "GET").mcp.with("Mcp-Session-Id", id))
      #expect(answer.text.contains(#""echo""#) && !answer.text.contains("wipe") && !answer.text.contains("Does evil"))
    }
  }

  @Test func foreignSessions() async throws {
    try await GatewayHarness.run { gateway in
      let id = try await session(gateway)
      for verb in ["POST", "GET", "DELETE"] {
        let request = AgentRequest.call("echo", as: Toolbox.bob).mcp.at("/mcp", verb).with("Mcp-Session-Id", id)
        let answer = try await gateway.send(request)
        #expect(answer.status == 404, "\(verb)")
      }
      #expect(gateway.server.received.allSatisfy { $0.verb == "POST" && $0.tool != "echo" })
    }
  }

  @Test func foreignTasks() async throws {
    try await GatewayHarness.run { gateway in
      let (alice, bob) = (try await session(gateway), try await session(gateway, as: Toolbox.bob))
      gateway.server.script { request in
        switch request.method {
        case "tools/call": return .json(ToolServer.result("7", #"{"task":{"taskId":"t-1","status":"working"}}"#))
        case "tasks/list": return .json(ToolServer.result("7", #"{"tasks":[{"taskId":"t-1"},{"taskId":"t-2"}]}"#))
        case "tasks/result", "tasks/get", "tasks/cancel": return .json(ToolServer.text("7", "mine"))
        default: return nil
        }
      }
      #expect(try await gateway.send(AgentRequest.call("echo").mcp.with("Mcp-Session-Id", alice)).status == 200)
      func ask(_ method: String, _ caller: String, _ id: String) async throws -> AgentAnswer {
        try await gateway.send(AgentRequest.request(method, ["taskId": "t-1"], as: caller).mcp.with("Mcp-Session-Id", id))
      }
      for method in ["tasks/result", "tasks/get", "tasks/cancel"] {
        #expect(try await ask(method, Toolbox.alice, alice).toolText == "mine")
        let foreign = try await ask(method, Toolbox.bob, bob)
        #expect(foreign.code == "task_unknown" && foreign.json["error"]?["code"] == -32_602)
      }
      #expect(try await ask("tasks/list", Toolbox.alice, alice).json["result"]?["tasks"] == [["taskId": "t-1"]])
      #expect(try await ask("tasks/list", Toolbox.bob, bob).json["result"]?["tasks"] == [])
    }
  }

  @Test func foreignAndTamperedRequestState() async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { request in
        guard request.method == "tools/call", request.fields["mcp-protocol-version"] == ModernRequest.version else { return nil }
        if let state = request.message?["params"]?["requestState"]?.stringValue {
          let text = JSONValue.string(state).text
          return .json(ToolServer.result("7", #"{"resultType":"complete","content":[{"type":"text","text":\#(text)}]}"#))
        }
        return .json(
          ToolServer.result("7", #"{"resultType":"input_required","requestState":"step \"1\"","inputRequests":{}}"#))
      }
      let first = try await gateway.send(ModernRequest.call("echo"))
      let state = try #require(first.json["result"]?["requestState"]?.stringValue)
      #expect(!state.contains("step"))
      func retry(_ tool: String, _ state: String, as caller: String = Toolbox.alice) async throws -> AgentAnswer {
        try await gateway.send(ModernRequest.call(tool, further: [("requestState", .string(state))], as: caller))
      }
      #expect(try await retry("echo", state).toolText == #"step "1""#)
      let calls = gateway.server.calls.count
      for answer in [
        try await retry("echo", state, as: Toolbox.bob), try await retry("limited", state), try await retry("echo", state + "A"),
        try await retry("echo", "step 1"), try await retry("echo", ""), try await retry("echo", String(state.reversed())),
      ] {
        #expect(answer.code == "request_state_invalid" && answer.json["error"]?["code"] == -32_602 && answer.status == 400)
      }
      #expect(gateway.server.calls.count == calls)
    }
  }

  @Test func cancellationPostedForAnothersRequest() async throws {
    try await GatewayHarness.run { gateway in
      let source = EventSource()
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(ModernRequest.call("echo").text)
      #expect(await eventually { source.isAttached })
      let note = AgentRequest.message(
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#, as: Toolbox.bob
      ).mcp.with("MCP-Protocol-Version", ModernRequest.version)
      #expect(try await gateway.send(note).status == 202)
      #expect(!gateway.server.received.contains { $0.method == "notifications/cancelled" })
      source.send(ToolServer.result("7", #"{"resultType":"complete","content":[]}"#))
      source.end()
      #expect(try await agent.answer().status == 200)
    }
  }

  @Test func responsePostedInTheModernRevision() async throws {
    try await GatewayHarness.run { gateway in
      let answer = try await gateway.send(
        AgentRequest.message(#"{"jsonrpc":"2.0","id":1,"result":{}}"#).mcp.with("MCP-Protocol-Version", ModernRequest.version))
      #expect(answer.status == 400 && answer.json["error"]?["code"] == -32_600)
    }
  }

  @Test func modernStreamsAreNotOpenedByGet() async throws {
    try await GatewayHarness.run { gateway in
      for verb in ["GET", "DELETE"] {
        let request = AgentRequest.message("").at("/mcp", verb).with("MCP-Protocol-Version", ModernRequest.version)
        let answer = try await gateway.send(request.with("Mcp-Session-Id", "x"))
        #expect(answer.status == 405 && answer.fields["allow"] == "POST")
      }
      #expect(!gateway.server.received.contains { $0.verb != "POST" })
    }
  }

  @Test func endlessEvents() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.limits.eventBytesMax = 4_096 }) { gateway in
      let source = EventSource()
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(AgentRequest.call("echo").mcp.text)
      #expect(await eventually { source.isAttached })
      source.write("data: " + String(repeating: "x", count: 10_000))
      #expect(try await agent.answer().text.contains("answer_too_large"))
      #expect(await eventually { source.isClosed })
    }
  }

  @Test func lineEndsInsideData() async throws {
    try await GatewayHarness.run { gateway in
      let source = EventSource()
      gateway.server.script { $0.method == "tools/call" ? .events(source) : nil }
      let agent = try await gateway.connect()
      try await agent.send(AgentRequest.call("echo").mcp.text)
      #expect(await eventually { source.isAttached })
      // A credential in a message that is cut into lines of every kind.
      source.write("data: {\"jsonrpc\":\"2.0\",\"id\":7,\rdata:\"result\":{\"content\":[{\"type\":\"text\",\r\n")
      source.write("data: \"text\":\"tkn_abcdefghijkl\"}]}}\r\r")
      source.end()
      let answer = try await agent.answer()
      #expect(answer.text.contains("[REDACTED:TEST_CREDENTIAL]") && !answer.text.contains("tkn_"))
    }
  }

  @Test(arguments: [
    ("http://169.254.169.254/latest/meta-data", 307), ("https://127.0.0.1/mcp", 308), ("//evil.example/mcp", 307),
    ("/elsewhere", 302), ("/elsewhere", 301), ("http://127.0.0.1:1/mcp", 307), ("/a/../b", 307),
  ])
  func redirectsToOtherPlaces(location: String, status: Int) async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { request in
        request.method == "tools/call" ? .bare(status, fields: [("Location", location)]) : nil
      }
      let answer = try await gateway.send(AgentRequest.call("echo").mcp)
      #expect(answer.code == "upstream_invalid_response")
      #expect(answer.fields["location"] == nil && !answer.text.contains("evil"))
      #expect(gateway.server.calls.count == 1)
    }
  }

  @Test func redirectsWithinTheServerAreFollowedAndRemembered() async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { request in
        request.path == "/mcp" ? .bare(307, fields: [("Location", "\(gateway.server.url)/")]) : nil
      }
      for _ in 0..<3 {
        let answer = try await gateway.send(AgentRequest.call("echo", ["a": 1]).mcp)
        #expect(answer.toolText == #"{"a":1}"#)
      }
      #expect(gateway.server.received.suffix(2).allSatisfy { $0.path == "/mcp/" })
    }
  }

  @Test func textAndStructuredContentAreBothRead() async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { request in
        guard request.method == "tools/call" else { return nil }
        return .json(
          ToolServer.result(
            "7",
            #"{"content":[{"type":"text","text":"clean"},{"type":"resource","resource":{"uri":"docs://x","#
              + #""text":"tkn_abcdefghijkl"}}],"structuredContent":{"a":["tkn_abcdefghijkl"],"tkn_abcdefghijkl":1}}"#
          ))
      }
      let answer = try await gateway.send(AgentRequest.call("echo").mcp)
      #expect(!answer.text.contains("tkn_") || answer.code == "answer_blocked")
    }
  }

  @Test func errorDataIsReadAsWell() async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { request in
        request.method == "tools/call"
          ? .json(#"{"jsonrpc":"2.0","id":7,"error":{"code":-32000,"message":"tkn_abcdefghijkl","data":["tkn_abcdefghijkl"]}}"#)
          : nil
      }
      let answer = try await gateway.send(AgentRequest.call("echo").mcp)
      #expect(answer.json["error"]?["code"] == -32_000 && !answer.text.contains("tkn_"))
    }
  }

  @Test(arguments: [
    "docs://a/public/../private", "docs://a/public/%2e%2e/private", "docs://a/x%2fprivate", "docs://a/private", "/docs/public",
    "docs://a/pr%69vate", "docs://a/public/%252e%252e/private",
  ])
  func resourcesAreNamedInOneWay(uri: String) async throws {
    try await GatewayHarness.run { gateway in
      gateway.server.script { request in
        request.method == "resources/read" ? .json(ToolServer.result("7", #"{"contents":[]}"#)) : nil
      }
      let allowed = try await gateway.send(AgentRequest.request("resources/read", ["uri": "docs://a/public"]).mcp)
      #expect(allowed.json["result"]?["contents"] == [])
      let before = gateway.server.received.count
      let answer = try await gateway.send(AgentRequest.request("resources/read", ["uri": .string(uri)]).mcp)
      #expect(["authz_policy_denied", "invalid_jsonrpc"].contains(answer.code))
      #expect(gateway.server.received.count == before)
    }
  }

  @Test func aCursorThatLeadsInACircle() async throws {
    try await GatewayHarness.run { gateway in
      #expect(try await gateway.call("echo").status == 200)
      gateway.server.script { request in
        request.method == "tools/list" ? .json(ToolServer.result(request.id, #"{"tools":[],"nextCursor":"again"}"#)) : nil
      }
      gateway.runtime.catalogue.expire("default")
      _ = try await gateway.call("echo")
      #expect(await eventually { gateway.server.received.count { $0.method == "tools/list" } >= 2 })
      #expect(gateway.server.received.count { $0.method == "tools/list" } < 10)
    }
  }

  @Test func aNewerRevisionThanTheGatewayKnowsIsNotOfferedOrTaken() async throws {
    try await GatewayHarness.run { gateway in
      let hello = AgentRequest.request(
        "initialize", ["protocolVersion": "2031-01-01", "capabilities": [:], "clientInfo": ["name": "t", "version": "1"]])
      #expect(try await gateway.send(hello.mcp).json["result"]?["protocolVersion"] == "2025-11-25")
      gateway.server.script { request in
        request.method == "initialize"
          ? .json(ToolServer.result(request.id, #"{"protocolVersion":"2031-01-01","capabilities":{}}"#)) : nil
      }
      #expect(try await gateway.send(hello.mcp).code == "upstream_invalid_response")
      gateway.server.script { request in
        request.method == "server/discover"
          ? .json(ToolServer.result("7", #"{"resultType":"complete","supportedVersions":["2031-01-01","2026-07-28"]}"#)) : nil
      }
      let discovered = try await gateway.send(ModernRequest.make("server/discover"))
      #expect(discovered.json["result"]?["supportedVersions"] == ["2026-07-28"])
    }
  }

  @Test func anUnknownModernMethodDoesNotExist() async throws {
    try await GatewayHarness.run { gateway in
      for method in ["initialize", "ping", "logging/setLevel", "resources/subscribe", "no/such"] {
        let answer = try await gateway.send(ModernRequest.make(method, [("uri", "docs://a")]))
        #expect(answer.status == 404 && answer.json["error"]?["code"] == -32_601 && answer.json["id"] == 7, "\(method)")
      }
    }
  }

  @Test func anErrorOfTheServersStaysRecognisable() async throws {
    try await GatewayHarness.run { gateway in
      let refusal = #"{"jsonrpc":"2.0","id":"server-error","error":{"code":-32600,"message":"Bad Request: Missing session ID"}}"#
      gateway.server.script { request in
        request.method == "server/discover" ? .json(refusal, status: 400, fields: [("Mcp-Session-Id", "thrown-away")]) : nil
      }
      let answer = try await gateway.send(ModernRequest.make("server/discover"))
      #expect(answer.status == 400 && answer.text == refusal && answer.fields["mcp-session-id"] == nil)
      let id = try await session(gateway)
      gateway.server.script { $0.method == "tools/call" ? .json(refusal, status: 404) : nil }
      let lost = try await gateway.send(AgentRequest.call("echo").mcp.with("Mcp-Session-Id", id))
      #expect(lost.status == 404 && lost.text == refusal)
    }
  }
}
