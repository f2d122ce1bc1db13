import Basics
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A small MCP server on loopback whose answers a test scripts, and which remembers what it was sent.
///
/// Unscripted it keeps sessions, lists ``tools`` and answers every call with the arguments as text.
final class ToolServer: Sendable {
  /// One request as it arrived.
  struct Received: Sendable {
    let verb: String
    let path: String
    let fields: [String: String]
    let body: [UInt8]

    var message: JSONValue? { try? JSONValue.parse(body) }
    var method: String { message?["method"]?.stringValue ?? "" }
    var tool: String { message?["params"]?["name"]?.stringValue ?? "" }
    /// The id as it came.
    var id: String { message?["id"]?.text ?? "null" }
  }

  enum Reply: Sendable {
    case json(String, status: Int = 200, fields: [(String, String)] = [])
    /// No content type and no body.
    case bare(Int, fields: [(String, String)] = [])
    /// An event stream that the test writes itself.
    case events(EventSource)
    /// A file.
    case bytes([UInt8], fields: [(String, String)] = [])
    /// These bytes in place of an HTTP answer.
    case raw(String)
    case hang
    case close
  }

  typealias Script = @Sendable (Received) -> Reply?

  private struct State {
    var script: Script = { _ in nil }
    var tools: [JSONValue] = []
    var received: [Received] = []
    var sessions = 0
    var connections = 0
  }

  private let state = Mutex(State())
  private let channel = Mutex<(any Channel)?>(nil)

  static func start(port: Int = 0) async throws -> ToolServer {
    let server = ToolServer()
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(ToolServerHandler(server))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    server.channel.withLock { $0 = channel }
    return server
  }

  /// Takes no further connections.
  func stop() async { try? await channel.withLock { $0 }?.close().get() }

  var port: Int { channel.withLock { $0?.localAddress?.port } ?? 0 }
  var url: String { "http://127.0.0.1:\(port)/mcp" }

  /// Everything received so far.
  var received: [Received] { state.withLock { $0.received } }
  /// The calls of tools received so far.
  var calls: [Received] { received.filter { $0.method == "tools/call" } }
  /// Connections taken so far.
  var connections: Int { state.withLock { $0.connections } }

  func script(_ script: @escaping Script) { state.withLock { $0.script = script } }
  func offer(_ tools: [JSONValue]) { state.withLock { $0.tools = tools } }
  func connected() { state.withLock { $0.connections += 1 } }

  func reply(to request: Received) -> Reply {
    let script = state.withLock { state in
      state.received.append(request)
      return state.script
    }
    return script(request) ?? usual(request)
  }

  func usual(_ request: Received) -> Reply {
    if request.path.hasSuffix("/chat/completions") { return .json(Self.guardAnswer("safe")) }
    switch request.verb {
    case "GET": return .bare(405)
    case "DELETE": return .bare(200)
    default: break
    }
    switch request.method {
    case "initialize":
      let number = state.withLock { state in
        state.sessions += 1
        return state.sessions
      }
      let version = request.message?["params"]?["protocolVersion"]?.stringValue ?? "2025-11-25"
      return .json(
        Self.result(
          request.id,
          #"{"protocolVersion":"\#(version)","capabilities":{"tools":{}},"serverInfo":{"name":"t","version":"1"}}"#
        ),
        fields: [("Mcp-Session-Id", "upstream-\(number)")])
    case "tools/list":
      let tools = state.withLock { $0.tools.map(\.text).joined(separator: ",") }
      return .json(Self.result(request.id, #"{"tools":[\#(tools)]}"#))
    case "tools/call":
      let arguments = request.message?["params"]?["arguments"] ?? .null
      return .json(Self.text(request.id, arguments.text))
    case "ping": return .json(Self.result(request.id, "{}"))
    default: return .bare(202)
    }
  }

  // MARK: Answers

  static func result(_ id: String, _ result: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"result":\#(result)}"#
  }

  /// A tool result of one text.
  static func text(_ id: String, _ text: String) -> String {
    result(id, #"{"content":[{"type":"text","text":\#(JSONValue.string(text).text)}]}"#)
  }

  static func guardAnswer(_ text: String) -> String {
    #"{"choices":[{"message":{"role":"assistant","content":\#(JSONValue.string(text).text)}}]}"#
  }
}
