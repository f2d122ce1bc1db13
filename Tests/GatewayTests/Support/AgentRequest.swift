import Basics

/// One request to the gateway, as text.
struct AgentRequest {
  var verb = "POST"
  var path = "/mcp"
  var fields: [(String, String)]
  var body: String

  /// Which answers the caller reads; MCP clients read both types.
  static let mcpTypes = "application/json, text/event-stream"

  static func message(_ body: String, as caller: String = Toolbox.alice) -> AgentRequest {
    AgentRequest(
      fields: [("Host", "127.0.0.1"), ("X-SPIFFE-ID", caller), ("Content-Type", "application/json")],
      body: body)
  }

  static func request(_ method: String, _ params: JSONValue = [:], as caller: String = Toolbox.alice)
    -> AgentRequest
  {
    message(#"{"jsonrpc":"2.0","id":7,"method":"\#(method)","params":\#(params.text)}"#, as: caller)
  }

  static func call(_ tool: String, _ arguments: JSONValue = [:], as caller: String = Toolbox.alice)
    -> AgentRequest
  {
    request("tools/call", ["name": .string(tool), "arguments": arguments], as: caller)
  }

  static func initialize(as caller: String = Toolbox.alice) -> AgentRequest {
    request(
      "initialize",
      ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": ["name": "t", "version": "1"]],
      as: caller
    ).mcp
  }

  /// The same from an MCP client.
  var mcp: AgentRequest { with("Accept", Self.mcpTypes) }

  func with(_ name: String, _ value: String) -> AgentRequest {
    var copy = self
    copy.fields.append((name, value))
    return copy
  }

  func without(_ name: String) -> AgentRequest {
    var copy = self
    copy.fields.removeAll { $0.0 == name }
    return copy
  }

  func replacing(_ name: String, _ value: String) -> AgentRequest { without(name).with(name, value) }

  func at(_ path: String, _ verb: String = "POST") -> AgentRequest {
    var copy = self
    copy.path = path
    copy.verb = verb
    return copy
  }

  /// Head and body; the length is added unless a field says how the body is framed.
  var text: String { head + body }

  var head: String {
    var lines = ["\(verb) \(path) HTTP/1.1"] + fields.map { "\($0.0): \($0.1)" }
    let isFramed = fields.contains { ["content-length", "transfer-encoding"].contains($0.0.lowercased()) }
    if !isFramed, verb == "POST" { lines.append("Content-Length: \(body.utf8.count)") }
    return lines.joined(separator: "\r\n") + "\r\n\r\n"
  }
}
