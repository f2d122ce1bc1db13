import Basics
import MCP
import Synchronization
import Testing

@testable import Gateway
@testable import Settings

/// HTTP+SSE, the transport of 2024-11-05, towards clients and towards servers.
@Suite("HTTP+SSE") struct EventChannelTests {
  /// Opens a stream and gives the address it names.
  private func open(_ gateway: GatewayHarness, _ agent: Agent, as caller: String = Toolbox.alice) async throws -> String {
    try await agent.send(AgentRequest.message("", as: caller).at("/sse", "GET").with("Accept", "text/event-stream").text)
    #expect(await agent.sees("event: endpoint"))
    let text = agent.received
    let id = try #require(text.split(separator: "data: /messages/").last)
    return "/messages/" + id.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
  }

  @Test func aClientTalksThroughItsStreamAndEveryMessageIsJudged() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.listeners.data.httpSSE = true }) { gateway in
      let agent = try await gateway.connect()
      let place = try await open(gateway, agent)
      #expect(try await gateway.send(AgentRequest.initialize().at(place)).status == 202)
      #expect(await agent.sees(#""serverInfo""#))
      let initialized = AgentRequest.message(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
      #expect(try await gateway.send(initialized.at(place)).status == 202)
      #expect(try await gateway.send(AgentRequest.call("echo", ["word": "hello"]).at(place)).status == 202)
      #expect(await agent.sees("hello"))
      #expect(gateway.server.calls.last?.fields["mcp-session-id"]?.hasPrefix("upstream-") == true)
      let refused = try await gateway.send(AgentRequest.call("forbidden").at(place))
      let told = await agent.sees("authz_policy_denied")
      #expect(told || refused.code == "authz_policy_denied")
      #expect(!gateway.server.received.contains { $0.tool == "forbidden" })
      await agent.close()
      #expect(await eventually { gateway.runtime.sessions.count == 0 })
    }
  }

  @Test func aForeignAddressDoesNotExist() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.listeners.data.httpSSE = true }) { gateway in
      let agent = try await gateway.connect()
      let place = try await open(gateway, agent)
      #expect(try await gateway.send(AgentRequest.call("echo", as: Toolbox.bob).at(place)).status == 404)
      #expect(try await gateway.send(AgentRequest.call("echo").at("/messages/unknown")).status == 404)
      #expect(gateway.server.calls.isEmpty)
      await agent.close()
    }
  }

  @Test(arguments: ["/messages/?session_id=", "http://evil.example/messages?session_id="])
  func aServerOfTheOldTransportIsSpokenToAtItsOwnPlaceOnly(endpoint: String) async throws {
    let streams = Mutex<[EventSource]>([])
    try await GatewayHarness.run { gateway in
      #expect(try await gateway.call("echo").status == 200)
      gateway.server.script { request in
        if request.verb == "GET" {
          let source = EventSource()
          let number = streams.withLock { streams in
            streams.append(source)
            return streams.count - 1
          }
          source.write("event: endpoint\r\ndata: \(endpoint)\(number)\r\n\r\n")
          return .events(source)
        }
        guard request.path.hasPrefix("/messages/"), let number = request.path.split(separator: "=").last.flatMap({ Int($0) })
        else { return .bare(405) }
        if case .json(let text, _, _) = gateway.server.usual(request) { streams.withLock { $0[number] }.send(text) }
        return .bare(202)
      }
      // The server has become another one: what was open with the old one is gone.
      gateway.runtime.catalogue.expire("default")
      gateway.runtime.sessions.implicit(of: "precinct:catalogue", now: MonotonicTime.now()).forget("default")
      let hello = try await gateway.send(.initialize())
      guard endpoint.hasPrefix("/") else {
        #expect(hello.json["result"] == nil)
        return
      }
      let id = try #require(hello.fields["mcp-session-id"])
      let answer = try await gateway.send(AgentRequest.call("echo", ["a": 1]).mcp.with("Mcp-Session-Id", id))
      #expect(answer.toolText == #"{"a":1}"#)
    }
  }
}
