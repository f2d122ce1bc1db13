import Basics

/// Requests as clients of 2026-07-28 send them: each with its own metadata, mirrored in its head.
enum ModernRequest {
  static let version = "2026-07-28"

  static func make(
    _ method: String, name: String? = nil, _ params: [(String, JSONValue)] = [], capabilities: JSONValue = [:],
    as caller: String = Toolbox.alice
  ) -> AgentRequest {
    var members = JSONObject()
    for (key, value) in params { members[key] = value }
    members["_meta"] = [
      "io.modelcontextprotocol/protocolVersion": .string(version),
      "io.modelcontextprotocol/clientCapabilities": capabilities,
    ]
    let request = AgentRequest.request(method, .object(members), as: caller).mcp
      .with("MCP-Protocol-Version", version).with("Mcp-Method", method)
    return name.map { request.with("Mcp-Name", $0) } ?? request
  }

  static func call(
    _ tool: String, _ arguments: JSONValue = [:], further: [(String, JSONValue)] = [], capabilities: JSONValue = [:],
    as caller: String = Toolbox.alice
  ) -> AgentRequest {
    make(
      "tools/call", name: tool, [("name", .string(tool)), ("arguments", arguments)] + further,
      capabilities: capabilities, as: caller)
  }
}
