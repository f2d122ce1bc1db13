import Basics
import Testing

@testable import Gateway

/// Sessions of legacy clients, over the socket.
@Suite("Sessions of clients") struct SessionTests {
  @Test func initializeMintsASessionOfTheGatewaysOwn() async throws {
    try await GatewayHarness.run { gateway in
      let answer = try await gateway.send(.initialize())
      #expect(answer.status == 200)
      let id = try #require(answer.fields["mcp-session-id"])
      #expect(id.utf8.count == 32)
      #expect(!id.hasPrefix("upstream"))

      let call = try await gateway.send(AgentRequest.call("echo").mcp.with("Mcp-Session-Id", id))
      #expect(call.status == 200)
      #expect(try gateway.records(of: call).first?["session_id"] == .string(id))
      let sessions = Set(gateway.server.calls.compactMap { $0.fields["mcp-session-id"] })
      #expect(sessions.count == 1 && sessions.first != id)
    }
  }

  @Test func aSessionDoesNotExistForAnybodyElse() async throws {
    try await GatewayHarness.run { gateway in
      let id = try #require(try await gateway.send(.initialize()).fields["mcp-session-id"])
      let foreign = try await gateway.send(
        AgentRequest.call("echo", as: Toolbox.bob).mcp.with("Mcp-Session-Id", id))
      #expect(foreign.status == 404)
      #expect(foreign.code == "session_unknown")
      let deletion = AgentRequest.message("", as: Toolbox.bob).at("/mcp", "DELETE").with("Mcp-Session-Id", id)
      #expect(try await gateway.send(deletion).status == 404)
      #expect(try await gateway.send(AgentRequest.call("echo").with("Mcp-Session-Id", id)).status == 200)
    }
  }

  @Test func deleteEndsTheSessionHereAndThere() async throws {
    try await GatewayHarness.run { gateway in
      let id = try #require(try await gateway.send(.initialize()).fields["mcp-session-id"])
      let deletion = AgentRequest.message("").at("/mcp", "DELETE").with("Mcp-Session-Id", id)
      #expect(try await gateway.send(deletion).status == 200)
      #expect(gateway.server.received.contains { $0.verb == "DELETE" })
      #expect(try await gateway.send(AgentRequest.call("echo").with("Mcp-Session-Id", id)).status == 404)
      #expect(try await gateway.send(deletion).status == 404)
    }
  }

  @Test func deleteWithoutASessionEndsNobodys() async throws {
    try await GatewayHarness.run { gateway in
      let answer = try await gateway.send(AgentRequest.message("").at("/mcp", "DELETE"))
      #expect(answer.status == 400)
      #expect(!gateway.server.received.contains { $0.verb == "DELETE" })
    }
  }

  @Test func aSessionThatTheServerLostIsToldToTheClientAndTheImplicitOneIsOpenedAnew() async throws {
    try await GatewayHarness.run { gateway in
      let id = try #require(try await gateway.send(.initialize()).fields["mcp-session-id"])
      #expect(try await gateway.call("echo").status == 200)
      let lost = Set(gateway.server.received.compactMap { $0.fields["mcp-session-id"] })
      gateway.server.script { request in
        guard let session = request.fields["mcp-session-id"] else { return nil }
        return lost.contains(session) || session == "upstream-1" || session == "upstream-2" ? .bare(404) : nil
      }
      let named = try await gateway.send(AgentRequest.call("echo").mcp.with("Mcp-Session-Id", id))
      #expect(named.status == 404)
      #expect(
        try await gateway.send(AgentRequest.call("echo").with("Mcp-Session-Id", id)).code == "session_unknown"
      )
      #expect(try await gateway.call("echo").status == 200)
    }
  }

  @Test func idleSessionsEndAndTheServerIsTold() async throws {
    try await GatewayHarness.run { gateway in
      _ = try await gateway.send(.initialize())
      #expect(gateway.runtime.sessions.count == 1)
      let later = MonotonicTime.now() &+ 7_200_000_000_000
      gateway.service.plane.onSomeLoop { Sweep.run(on: $0, now: .now(), monotonic: later) }
      #expect(await eventually { gateway.server.received.contains { $0.verb == "DELETE" } })
      #expect(gateway.runtime.sessions.count == 0)
    }
  }
}
