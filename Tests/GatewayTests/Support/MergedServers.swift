import Basics
import TestKit
import Testing

@testable import Gateway
@testable import Settings

/// A gateway before two servers, `alpha` and `beta`, that both have a tool `echo`.
struct MergedServers {
  let gateway: GatewayHarness
  let alpha: ToolServer
  let beta: ToolServer

  static let alphaTools = [
    Toolbox.Tool(name: "echo", server: "alpha"), Toolbox.Tool(name: "first", server: "alpha"),
    Toolbox.Tool(name: "forbidden", server: "alpha"),
  ]
  static let betaTools = [Toolbox.Tool(name: "echo", server: "beta"), Toolbox.Tool(name: "second", server: "beta")]

  static func run(_ body: (MergedServers) async throws -> Void) async throws {
    let alpha = try await ToolServer.start()
    let beta = try await ToolServer.start()
    alpha.offer(alphaTools.map(\.offered))
    beta.offer(betaTools.map(\.offered))
    try await GatewayHarness.run(configure: { configuration, directory in
      configuration.upstream = Configuration().upstream
      configuration.servers = [
        "alpha": UpstreamSettings(url: alpha.url), "beta": UpstreamSettings(url: beta.url),
      ]
      let entries = (alphaTools + betaTools).map(\.entry).joined()
      try directory.write("tools:\n" + entries, to: "registry.yaml")
      try directory.write(
        Toolbox.policy + """


          allow if {
            input.caller == "\(Toolbox.alice)"
            input.method in {
              "prompts/list", "prompts/get", "resources/list", "resources/templates/list", "logging/setLevel",
              "resources/read",
            }
          }

          """, to: "policies/tests.rego")
    }) { gateway in
      try await body(MergedServers(gateway: gateway, alpha: alpha, beta: beta))
    }
    await alpha.stop()
    await beta.stop()
  }

  /// Opens a session over both servers.
  func session(_ capabilities: JSONValue = [:]) async throws -> (id: String, answer: AgentAnswer) {
    let answer = try await gateway.send(
      AgentRequest.request(
        "initialize",
        ["protocolVersion": "2025-11-25", "capabilities": capabilities, "clientInfo": ["name": "t", "version": "1"]]
      ).mcp)
    return (answer.fields["mcp-session-id"] ?? "", answer)
  }

  func names(_ request: AgentRequest = AgentRequest.request("tools/list").mcp) async throws -> [String] {
    let tools = try await gateway.send(request).json["result"]?["tools"]?.arrayValue ?? []
    return tools.compactMap { $0["name"]?.stringValue }
  }

  /// A greeting with further capabilities.
  static func greeting(_ id: String, _ capabilities: String, instructions: String = "") -> ToolServer.Reply {
    .json(
      ToolServer.result(
        id,
        #"{"protocolVersion":"2025-11-25","capabilities":\#(capabilities),"#
          + #""serverInfo":{"name":"t","version":"1"},"instructions":"\#(instructions)"}"#),
      fields: [("Mcp-Session-Id", "s")])
  }
}
