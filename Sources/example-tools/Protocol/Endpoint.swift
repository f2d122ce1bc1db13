import Basics
import NIOHTTP1

/// The MCP endpoint over Streamable HTTP: one question in, one answer out.
///
/// A request with a 2026-07-28 header or `_meta` member stands alone; any other belongs to a session that
/// `initialize` opened. Answers are always single JSON messages: no tool here has anything to stream.
/// Source: MCP 2025-11-25, transports, streamable HTTP; MCP 2026-07-28, streamable HTTP.
struct Endpoint {
  private static let versionKey = "io.modelcontextprotocol/protocolVersion"
  private static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"
  private static let serverInfo: JSONValue = ["name": "example-tools", "version": "1"]

  private let tools: Toolbox
  private let sessions = SessionTable()

  init(tools: Toolbox) {
    self.tools = tools
  }

  var toolCount: Int { tools.count }

  func answer(_ question: Question) -> Answer {
    switch question.method {
    case .POST: return answerPost(question)
    case .DELETE:
      guard let session = question.header("Mcp-Session-Id"), sessions.close(session) else {
        return Answer(.notFound)
      }
      return Answer(.ok)
    default: return Answer(.methodNotAllowed, headers: ["Allow": "POST, DELETE"])
    }
  }

  private func answerPost(_ question: Question) -> Answer {
    guard let message = try? JSONValue.parse(question.body) else { return Refusal.parseError.answer(to: .null) }
    guard message["jsonrpc"]?.stringValue == "2.0", let method = message["method"]?.stringValue else {
      return Refusal.notARequest.answer(to: .null)
    }
    guard let id = message["id"] else { return Answer(.accepted) }
    let params = message["params"] ?? [:]
    do throws(Refusal) {
      let version = question.header("MCP-Protocol-Version")
      let declared = params["_meta"]?[Self.versionKey]?.stringValue
      if declared != nil || (version ?? "") >= Revision.modern {
        return try answerStateless(question, method, params, id)
      }
      return try answerInSession(question, method, params, id)
    } catch {
      return error.answer(to: id)
    }
  }

  // MARK: 2026-07-28

  private func answerStateless(
    _ question: Question, _ method: String, _ params: JSONValue, _ id: JSONValue
  ) throws(Refusal) -> Answer {
    let meta = params["_meta"]
    guard let version = meta?[Self.versionKey]?.stringValue, meta?[Self.capabilitiesKey]?.objectValue != nil
    else { throw .metaMissing }
    guard question.header("MCP-Protocol-Version") == version else { throw .headerMismatch("MCP-Protocol-Version") }
    guard question.header("Mcp-Method") == method else { throw .headerMismatch("Mcp-Method") }
    if method == "tools/call", question.header("Mcp-Name") != params["name"]?.stringValue {
      throw .headerMismatch("Mcp-Name")
    }
    guard version == Revision.modern else { throw .unsupportedVersion(version) }

    var result: JSONObject
    switch method {
    case "server/discover":
      result = ["supportedVersions": [.string(Revision.modern)], "capabilities": ["tools": [:]]]
      result["ttlMs"] = 0
      result["cacheScope"] = "public"
    case "tools/list":
      result = ["tools": tools.definitions, "ttlMs": 0, "cacheScope": "public"]
    case "tools/call": result = try tools.call(params)
    default: throw .unknownMethod(method, status: .notFound)
    }
    result["resultType"] = "complete"
    result["_meta"] = ["io.modelcontextprotocol/serverInfo": Self.serverInfo]
    return Answer(["jsonrpc": "2.0", "id": id, "result": .object(result)])
  }

  // MARK: handshake revisions

  private func answerInSession(
    _ question: Question, _ method: String, _ params: JSONValue, _ id: JSONValue
  ) throws(Refusal) -> Answer {
    if method == "initialize" {
      let version = Revision.negotiated(params["protocolVersion"]?.stringValue)
      let result: JSONValue = [
        "protocolVersion": .string(version), "capabilities": ["tools": [:]], "serverInfo": Self.serverInfo,
      ]
      var answer = Answer(["jsonrpc": "2.0", "id": id, "result": result])
      answer.headers.add(name: "Mcp-Session-Id", value: sessions.open())
      return answer
    }
    guard let session = question.header("Mcp-Session-Id") else { throw .sessionMissing }
    guard sessions.contains(session) else { throw .sessionUnknown }
    let result: JSONObject
    switch method {
    case "ping": result = [:]
    case "tools/list": result = ["tools": tools.definitions]
    case "tools/call": result = try tools.call(params)
    default: throw .unknownMethod(method, status: .ok)
    }
    return Answer(["jsonrpc": "2.0", "id": id, "result": .object(result)])
  }
}
