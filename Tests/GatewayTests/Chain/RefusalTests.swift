import Basics
import Testing

@testable import Gateway
@testable import Settings

/// Every refusal that one request can bring about, in both shapes, with its record.
@Suite("Refusals") struct RefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let code: DenialCode
    let request: AgentRequest
    /// JSON-RPC error code towards MCP clients.
    let rpc: Int
    var testDescription: String { code.rawValue }

    init(_ code: DenialCode, _ rpc: Int, _ request: AgentRequest) {
      self.code = code
      self.request = request
      self.rpc = rpc
    }
  }

  static let cases = [
    Case(.routeUnknown, -31_000, AgentRequest.call("echo").at("/nothing")),
    Case(.methodNotAllowed, -31_000, AgentRequest.call("echo").at("/mcp", "PUT")),
    Case(.originForbidden, -31_000, AgentRequest.call("echo").with("Origin", "https://evil.example")),
    Case(.originForbidden, -31_000, AgentRequest.call("echo").replacing("Host", "evil.example")),
    Case(
      .requestTooLarge, -31_001,
      AgentRequest.call("echo", ["a": .string(String(repeating: "a", count: 70_000))])),
    Case(
      .bodyIncomplete, -31_001,
      AgentRequest(fields: [("Host", "127.0.0.1"), ("Transfer-Encoding", "chunked")], body: "zz\r\n")),
    Case(.invalidJSONRPC, -32_700, .message("{")),
    Case(.invalidJSONRPC, -32_700, .message(#"{"jsonrpc":"2.0","id":1,"id":1,"method":"ping"}"#)),
    Case(.invalidJSONRPC, -32_700, .message(#"{"jsonrpc":"2.0","id":1,"method":"ping"} x"#)),
    Case(.unsupportedMediaType, -31_002, AgentRequest.call("echo").replacing("Content-Type", "text/plain")),
    Case(.unsupportedMediaType, -31_002, AgentRequest.call("echo").with("Content-Encoding", "gzip")),
    Case(.sessionUnknown, -31_002, AgentRequest.call("echo").with("Mcp-Session-Id", "no-such-session")),
    Case(.identityRequired, -31_003, AgentRequest.call("echo").without("X-SPIFFE-ID")),
    Case(.identityInvalid, -31_003, AgentRequest.call("echo", as: "not-a-spiffe-id")),
    Case(.identityInvalid, -31_003, AgentRequest.call("echo", as: "spiffe://elsewhere.example/agents/alice")),
    Case(.identityInvalid, -31_003, AgentRequest.call("echo").with("X-SPIFFE-ID", Toolbox.bob)),
    Case(.toolUnknown, -31_005, .call("no_such_tool")),
    Case(.toolUnknown, -31_005, .call("stranger")),
    Case(.toolChanged, -31_005, .call("changed")),
    Case(.toolChanged, -31_005, .call("absent")),
    Case(.policyDenied, -31_006, .call("forbidden")),
    Case(.policyDenied, -31_006, .call("send_out", as: Toolbox.bob)),
    Case(.policyDenied, -31_006, .request("resources/read", ["uri": "file:///etc/passwd"])),
    Case(.credentialsDetected, -31_007, .call("echo", ["key": "tkn_abcdefghijkl"])),
    Case(.credentialsDetected, -31_007, .call("echo", ["tkn_abcdefghijkl": 1])),
    Case(.stepUpRequired, -31_009, .call("wipe")),
    Case(.stepUpInvalid, -31_009, AgentRequest.call("wipe").with("X-Step-Up-Token", "nonsense")),
    Case(.secretFailed, -31_013, .call("echo", ["key": "$SECRET{missing}"])),
  ]

  @Test func everyRefusalHasItsCodeStatusShapesAndRecord() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.limits.bodyBytesMax = 65_536 }) {
      gateway in
      for each in Self.cases {
        let plain = try await gateway.send(each.request)
        let comment = Comment(rawValue: "\(each.code.rawValue): \(plain.text)")
        #expect(plain.status == each.code.status, comment)
        let keys = plain.json.objectValue?.map { String($0.key) } ?? []
        #expect(keys == Self.envelopeKeys, comment)
        #expect(plain.json["code"] == .string(each.code.rawValue), comment)
        #expect(plain.json["layer"] == .integer(each.code.layer), comment)
        #expect(plain.json["layer_name"] == .string(each.code.layerName), comment)
        #expect(plain.json["decision_id"]?.stringValue == plain.fields["x-precinct-decision-id"], comment)

        let record = try gateway.records(of: plain)
        #expect(record.map { $0["decision"] } == ["DENY"], comment)
        #expect(record.first?["code"] == .string(each.code.rawValue), comment)
        try await Self.checkMCP(each, gateway)
      }
      #expect(gateway.server.calls.isEmpty)
    }
  }

  private static let envelopeKeys = [
    "code", "message", "layer", "layer_name", "decision_id", "trace_id", "details", "remediation", "docs_url",
  ]

  /// The same request from an MCP client.
  private static func checkMCP(_ each: Case, _ gateway: GatewayHarness) async throws {
    // The shape belongs to answers of messages, and those are posted.
    guard each.request.verb == "POST" else { return }
    let answer = try await gateway.send(each.request.mcp)
    let comment = Comment(rawValue: "\(each.code.rawValue): \(answer.text)")
    #expect(answer.json["jsonrpc"] == "2.0", comment)
    #expect(answer.json["error"]?["code"] == .integer(each.rpc), comment)
    #expect(answer.json["error"]?["data"]?["code"] == .string(each.code.rawValue), comment)
    let isRequest = answer.json["id"] == 7
    #expect(answer.status == each.code.statusForMCP(isRequest: isRequest), comment)
    if each.code.layer > 3 { #expect(isRequest && answer.status == 200, comment) }
  }

  @Test func aRefusalCanBeToldAsAToolResult() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.denials.form = .toolResult }) {
      gateway in
      let answer = try await gateway.send(AgentRequest.call("forbidden").mcp)
      #expect(answer.status == 200)
      #expect(answer.json["result"]?["isError"] == true)
      #expect(answer.code == "authz_policy_denied")
      #expect(answer.toolText?.contains("authz_policy_denied") == true)
      #expect(try await gateway.send(.call("forbidden")).status == 403)
    }
  }

  @Test func malformedHTTPIsToldAndTheConnectionEnds() async throws {
    try await GatewayHarness.run { gateway in
      let agent = try await gateway.connect()
      try await agent.send(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")
      let answer = try await agent.answer()
      #expect(answer.status == 400)
      #expect(answer.code == "http_malformed")
      #expect(answer.json["details"]?["reason"] == "http_length_conflict")
      #expect(await agent.isClosedByGateway())
    }
  }

  @Test func anOversizeBodyIsRefusedBeforeItHasCome() async throws {
    try await GatewayHarness.run(configure: { settings, _ in settings.limits.bodyBytesMax = 4_096 }) {
      gateway in
      let declared = try await gateway.connect()
      try await declared.send(AgentRequest.call("echo").with("Content-Length", "999999999").head)
      #expect(try await declared.answer().code == "request_too_large")
      #expect(await declared.isClosedByGateway())

      let chunked = try await gateway.connect()
      try await chunked.send(AgentRequest.call("echo").with("Transfer-Encoding", "chunked").head)
      try await chunked.send("1000\r\n\(String(repeating: "a", count: 4_096))\r\n1\r\na")
      #expect(try await chunked.answer().status == 413)
    }
  }

  @Test func tooManyRequestsOfOneAddressAreRefusedAtTheDoor() async throws {
    try await GatewayHarness.run(configure: { settings, _ in
      settings.listeners.data.peerRequestsPerMinute = 1
      settings.listeners.data.peerBurst = 2
    }) { gateway in
      _ = try await gateway.call("echo")
      _ = try await gateway.call("echo")
      let answer = try await gateway.call("echo")
      #expect(answer.status == 429)
      #expect(answer.code == "flood_guard")
      #expect(answer.fields["retry-after"] != nil)
    }
  }
}
