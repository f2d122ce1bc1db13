import Basics
import NIOHTTP1

/// A JSON-RPC error and the HTTP status that carries it.
///
/// Source: MCP 2026-07-28, basic, error codes; JSON-RPC 2.0 §5.1.
struct Refusal: Error, Equatable {
  var code: Int
  var message: String
  var status: HTTPResponseStatus
  var data: JSONValue?

  init(_ code: Int, _ message: String, status: HTTPResponseStatus, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.status = status
    self.data = data
  }

  static let parseError = Refusal(-32_700, "The body is not JSON.", status: .badRequest)
  static let notARequest = Refusal(-32_600, "The body is not one JSON-RPC request.", status: .badRequest)
  static let sessionMissing = Refusal(-32_600, "Bad Request: Missing session ID", status: .badRequest)
  static let sessionUnknown = Refusal(-32_600, "Session not found", status: .notFound)
  static let metaMissing = Refusal(-32_602, "params._meta lacks a required member.", status: .badRequest)

  static func headerMismatch(_ name: String) -> Refusal {
    Refusal(-32_020, "The header \(name) does not match the body.", status: .badRequest)
  }

  static func unsupportedVersion(_ requested: String) -> Refusal {
    Refusal(
      -32_022, "Unsupported protocol version", status: .badRequest,
      data: ["supported": [.string(Revision.modern)], "requested": .string(requested)])
  }

  /// The handshake revisions answer 200 here, the stateless one 404.
  static func unknownMethod(_ method: String, status: HTTPResponseStatus) -> Refusal {
    Refusal(-32_601, "Method not found: \(method)", status: status)
  }

  static func unknownTool(_ name: String) -> Refusal {
    Refusal(-32_602, "Unknown tool: \(name)", status: .ok)
  }

  func answer(to id: JSONValue) -> Answer {
    var error: JSONObject = ["code": .integer(code), "message": .string(message)]
    error["data"] = data
    return Answer(["jsonrpc": "2.0", "id": id, "error": .object(error)], status: status)
  }
}
