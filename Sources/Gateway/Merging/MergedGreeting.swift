import Basics
import MCP

/// What several servers say of themselves, as if they were one.
///
/// Tasks, extensions and experimental capabilities are left out: they could be kept by some of the servers only.
struct MergedGreeting {
  let servers: [(server: Server, value: JSONValue)]
  /// Whether the registry has tools: their list is the gateway's own.
  let hasTools: Bool

  /// The result of `initialize`.
  func initialize(version: String) -> JSONValue {
    var result: JSONObject = [
      "protocolVersion": .string(version), "capabilities": capabilities(in: .legacy),
      "serverInfo": ["name": "precinct", "version": "0.1.0"],
    ]
    result["instructions"] = instructions
    return .object(result)
  }

  /// The result of `server/discover`.
  var discovery: JSONValue {
    var result: JSONObject = [
      "resultType": "complete", "supportedVersions": [.string(OwnQuestion.modernVersion)],
      "capabilities": capabilities(in: .modern), "cacheScope": "private", "ttlMs": 0,
      "_meta": ["io.modelcontextprotocol/serverInfo": ["name": "precinct", "version": "0.1.0"]],
    ]
    result["instructions"] = instructions
    return .object(result)
  }

  private func capabilities(in era: Era) -> JSONValue {
    var merged = JSONObject()
    if hasTools { merged["tools"] = ["listChanged": true] }
    if offers("prompts") { merged["prompts"] = ["listChanged": true] }
    if offers("resources") {
      let subscribes = servers.contains { $0.value["capabilities"]?["resources"]?["subscribe"] == true }
      merged["resources"] = ["listChanged": true, "subscribe": .bool(subscribes)]
    }
    for name in ["logging", "completions"] where offers(name) { merged[name] = [:] }
    return .object(merged)
  }

  private func offers(_ capability: String) -> Bool {
    servers.contains { $0.value["capabilities"]?[capability]?.objectValue != nil }
  }

  /// Each server's words under its name.
  private var instructions: JSONValue? {
    let texts = servers.compactMap { server, value in
      value["instructions"]?.stringValue.map { "## \(server.name)\n\n\($0)" }
    }
    return texts.isEmpty ? nil : .string(texts.joined(separator: "\n\n"))
  }
}
