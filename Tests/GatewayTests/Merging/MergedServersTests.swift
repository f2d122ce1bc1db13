import Basics
import MCP
import Testing

@testable import Gateway

@Suite("Several servers behind one URL") struct MergedServersTests {
  @Test func theToolsOfAllServersAreOneList() async throws {
    try await MergedServers.run { both in
      let names = try await both.names()
      #expect(names == ["alpha__echo", "beta__echo", "first", "second"])
    }
  }

  @Test func aNameThatTwoServersHaveLeadsToNeither() async throws {
    try await MergedServers.run { both in
      let bare = try await both.gateway.call("echo")
      #expect(bare.code == "tool_not_in_registry")
      #expect(bare.json["details"]?["names"] == ["alpha__echo", "beta__echo"])
      let alpha = try await both.gateway.call("alpha__echo", ["a": 1])
      #expect(alpha.toolText == #"{"a":1}"#)
      #expect(both.alpha.calls.map(\.tool) == ["echo"])
      #expect(both.beta.calls.isEmpty)
      #expect(try await both.gateway.call("beta__echo").status == 200)
      #expect(both.beta.calls.map(\.tool) == ["echo"])
      #expect(try both.gateway.records(of: alpha).allSatisfy { $0["tool"] == "alpha__echo" })
    }
  }

  @Test func aForbiddenToolIsNeitherListedNorCalled() async throws {
    try await MergedServers.run { both in
      #expect(try await both.gateway.call("forbidden").code == "authz_policy_denied")
      let bob = try await both.names(AgentRequest.request("tools/list", as: Toolbox.bob).mcp)
      #expect(bob.isEmpty)
      // Bob may call `echo`, which is the name of neither tool now: policy binds to the tool, not to its short name.
      #expect(try await both.gateway.call("alpha__echo", as: Toolbox.bob).code == "authz_policy_denied")
      #expect(both.alpha.calls.isEmpty)
    }
  }

  @Test func oneServerAloneHasItsOwnNames() async throws {
    try await MergedServers.run { both in
      let list = AgentRequest.request("tools/list").mcp.at("/servers/beta/mcp")
      #expect(try await both.names(list) == ["echo", "second"])
      let call = try await both.gateway.send(AgentRequest.call("echo").at("/servers/beta/mcp"))
      #expect(call.status == 200)
      #expect(both.beta.calls.count == 1)
      let foreign = try await both.gateway.send(AgentRequest.call("first").at("/servers/beta/mcp"))
      #expect(foreign.code == "tool_not_in_registry")
    }
  }

  @Test func aDeadServerLosesItsToolsAndNotTheEndpoint() async throws {
    try await MergedServers.run { both in
      let before = try await both.names()
      #expect(before.contains("second"))
      await both.beta.stop()
      both.beta.script { _ in .close }
      #expect(try await both.gateway.call("second").code == "upstream_unavailable")
      #expect(await eventually { both.gateway.runtime.catalogue.isDown("beta") })
      #expect(try await both.names() == ["alpha__echo", "first"])
      #expect(try await both.gateway.call("first").status == 200)
    }
  }

  @Test func aChangedToolLeavesTheList() async throws {
    try await MergedServers.run { both in
      #expect(try await both.names().contains("second"))
      both.beta.offer([Toolbox.Tool(name: "second", isChanged: true).offered])
      both.gateway.runtime.catalogue.expire("beta")
      _ = try await both.names()
      var names: [String] = []
      for _ in 0..<100 where names.isEmpty || names.contains("second") { names = try await both.names() }
      #expect(names == ["alpha__echo", "first"])
      #expect(try await both.gateway.call("second").code == "tool_hash_mismatch")
    }
  }

  @Test func theGreetingsAreMerged() async throws {
    try await MergedServers.run { both in
      // What began at the start is over.
      await both.gateway.service.refreshTools()
      both.alpha.script {
        $0.method == "initialize"
          ? MergedServers.greeting($0.id, #"{"tools":{},"prompts":{}}"#, instructions: "Ask alpha first.") : nil
      }
      both.beta.script {
        $0.method == "initialize"
          ? MergedServers.greeting($0.id, #"{"logging":{},"resources":{"subscribe":true}}"#, instructions: "Beta reads.")
          : nil
      }
      for server in both.gateway.runtime.snapshot.servers.merged { server.greeted(nil, in: .legacy) }
      for server in both.gateway.runtime.snapshot.servers.merged { server.forgetRefusals() }
      both.gateway.runtime.sessions.implicit(of: ToolCatalogue.principal, now: 0).forget("alpha")
      both.gateway.runtime.sessions.implicit(of: ToolCatalogue.principal, now: 0).forget("beta")
      let (id, answer) = try await both.session()
      let result = try #require(answer.json["result"])
      #expect(result["protocolVersion"] == "2025-11-25")
      #expect(
        result["capabilities"] == [
          "tools": ["listChanged": true], "prompts": ["listChanged": true],
          "resources": ["listChanged": true, "subscribe": true], "logging": [:],
        ])
      #expect(result["instructions"] == "## alpha\n\nAsk alpha first.\n\n## beta\n\nBeta reads.")
      #expect(!id.isEmpty)
    }
  }

  @Test func promptsAndResourcesGoToTheServerThatHasThem() async throws {
    try await MergedServers.run { both in
      await both.gateway.service.refreshTools()
      for (server, name) in [(both.alpha, "alpha"), (both.beta, "beta")] {
        server.script { request in
          switch request.method {
          case "initialize": MergedServers.greeting(request.id, #"{"prompts":{},"resources":{},"tools":{}}"#)
          case "prompts/list":
            .json(ToolServer.result(request.id, #"{"prompts":[{"name":"both"},{"name":"of-\#(name)"}]}"#))
          case "resources/list":
            .json(ToolServer.result(request.id, #"{"resources":[{"uri":"docs://\#(name)/a","name":"a"}]}"#))
          case "resources/templates/list":
            .json(
              ToolServer.result(request.id, #"{"resourceTemplates":[{"uriTemplate":"docs://\#(name)/t/{x}","name":"t"}]}"#))
          case "prompts/get": .json(ToolServer.result(request.id, #"{"messages":[]}"#))
          case "resources/read": .json(ToolServer.result(request.id, #"{"contents":[]}"#))
          default: nil
          }
        }
        both.gateway.runtime.sessions.implicit(of: ToolCatalogue.principal, now: 0).forget(name)
      }
      for server in both.gateway.runtime.snapshot.servers.merged {
        server.greeted(nil, in: .legacy)
        server.forgetRefusals()
      }
      let list = try await both.gateway.send(AgentRequest.request("prompts/list").mcp)
      let names = list.json["result"]?["prompts"]?.arrayValue?.compactMap { $0["name"]?.stringValue }
      #expect(names == ["alpha__both", "of-alpha", "beta__both", "of-beta"])
      _ = try await both.gateway.send(AgentRequest.request("prompts/get", ["name": "beta__both"]).mcp)
      #expect(both.beta.received.last { $0.method == "prompts/get" }?.tool == "both")
      #expect(!both.alpha.received.contains { $0.method == "prompts/get" })
      let bare = try await both.gateway.send(AgentRequest.request("prompts/get", ["name": "both"]).mcp)
      #expect(bare.json["error"]?["code"] == -32_602)
      _ = try await both.gateway.send(AgentRequest.request("resources/read", ["uri": "docs://alpha/t/1"]).mcp)
      #expect(both.alpha.received.contains { $0.method == "resources/read" })
      #expect(!both.beta.received.contains { $0.method == "resources/read" })
    }
  }

  @Test func requestsOfServersWithTheSameIdReachTheClientApart() async throws {
    try await MergedServers.run { both in
      let (id, _) = try await both.session(["elicitation": [:]])
      let question = #"{"jsonrpc":"2.0","id":0,"method":"elicitation/create","params":{"message":"Who?","requestedSchema":{}}}"#
      let (first, second) = (EventSource(), EventSource())
      both.alpha.script { $0.method == "tools/call" ? .events(first) : nil }
      both.beta.script { $0.method == "tools/call" ? .events(second) : nil }
      let one = try await both.gateway.connect()
      try await one.send(AgentRequest.call("first").mcp.with("Mcp-Session-Id", id).text)
      first.send(question)
      #expect(await one.sees(#""id":1,"method":"elicitation/create""#))
      let other = try await both.gateway.connect()
      let call = AgentRequest.message(
        #"{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"second","arguments":{}}}"#)
      try await other.send(call.mcp.with("Mcp-Session-Id", id).text)
      second.send(question)
      #expect(await other.sees(#""id":2,"method":"elicitation/create""#))
      let reply = AgentRequest.message(#"{"jsonrpc":"2.0","id":2,"result":{"action":"decline"}}"#).mcp
      #expect(try await both.gateway.send(reply.with("Mcp-Session-Id", id)).status == 202)
      #expect(both.beta.received.last?.message?["id"] == 0)
      #expect(both.beta.received.last?.message?["result"] == ["action": "decline"])
      #expect(!both.alpha.received.contains { $0.message?["result"] != nil })
    }
  }

  @Test func aCancellationReachesTheServerThatWorks() async throws {
    try await MergedServers.run { both in
      let (id, _) = try await both.session()
      both.beta.script { $0.method == "tools/call" ? .hang : nil }
      let agent = try await both.gateway.connect()
      try await agent.send(AgentRequest.call("second").mcp.with("Mcp-Session-Id", id).text)
      #expect(await eventually { !both.beta.calls.isEmpty })
      let note = AgentRequest.message(
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#)
      #expect(try await both.gateway.send(note.mcp.with("Mcp-Session-Id", id)).status == 202)
      #expect(both.beta.received.contains { $0.method == "notifications/cancelled" })
      #expect(!both.alpha.received.contains { $0.method == "notifications/cancelled" })
    }
  }

  @Test func oneStreamCarriesWhatAllServersSay() async throws {
    try await MergedServers.run { both in
      let (id, _) = try await both.session()
      let (first, second) = (EventSource(), EventSource())
      both.alpha.script { $0.verb == "GET" ? .events(first) : nil }
      both.beta.script { $0.verb == "GET" ? .events(second) : nil }
      let listen = AgentRequest.message("").with("Accept", "text/event-stream").with("Mcp-Session-Id", id).at("/mcp", "GET")
      let agent = try await both.gateway.connect()
      try await agent.send(listen.text)
      #expect(await eventually { first.isAttached && second.isAttached })
      first.send(#"{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}"#)
      #expect(await agent.sees("tools/list_changed"))
      second.send(#"{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"from beta"}}"#)
      #expect(await agent.sees("from beta"))
      #expect(try await both.gateway.send(listen).status == 409)
      await agent.close()
      #expect(await eventually { first.isClosed && second.isClosed })
    }
  }

  @Test func aCursorOfSomebodyElseIsUnknown() async throws {
    try await MergedServers.run { both in
      let answer = try await both.gateway.send(AgentRequest.request("tools/list", ["cursor": "x"]).mcp)
      #expect(answer.json["error"]?["code"] == -32_602)
    }
  }
}
