import Audit
import Basics
import MCP
import NIOCore
import NIOPosix
import Registry
public import Settings
import SPIFFE

/// Times the chain of one configuration in this process: no socket, no server, no answer.
///
/// Everything is as in a running gateway (layers, policies, rules, audit log), in a state directory of its own. Only
/// the limits on one caller's rate are lifted, and servers are taken to offer what is registered.
public struct ChainTrial: Sendable {
  public struct Request: Sendable {
    public var caller: String
    public var tool: String
    /// Size of the one text argument, in bytes.
    public var textBytes: Int

    public init(caller: String, tool: String, textBytes: Int) {
      self.caller = caller
      self.tool = tool
      self.textBytes = textBytes
    }
  }

  /// Calls before the clock runs: caches fill, tables grow.
  static let warmUpCalls = 2_000
  /// Calls that are timed, at most.
  public static let callsMax = 10_000_000

  private let configuration: Configuration
  private let request: Request

  public init(_ configuration: Configuration, _ request: Request) {
    var configuration = configuration
    configuration.rateLimit.requestsPerMinute = .max
    configuration.rateLimit.burst = .max
    self.configuration = configuration
    self.request = request
  }

  /// Runs `calls` calls one after another on one event loop.
  ///
  /// - Throws: ``LoadProblem`` if the gateway cannot be opened, or if the chain refuses the call.
  public func run(calls: Int) async throws -> ChainTimes {
    let directory = try Opening.stateDirectory(configuration)
    let runtime = try Opening.runtime(configuration, in: directory, audit: .init())
    let snapshot = try SnapshotLoader(runtime: runtime).load(configuration)
    runtime.install(snapshot)
    for server in snapshot.servers.all { assume(server, offersWhatIsRegisteredIn: snapshot.registry, runtime) }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let count = min(max(calls, 1), Self.callsMax)
    let result = try await loop.submit {
      let state = LoopState(eventLoop: loop, runtime: runtime, tls: nil)
      _ = try time(Self.warmUpCalls, on: state)
      return try time(count, on: state)
    }.get()
    try? runtime.audit.close()
    try await group.shutdownGracefully()
    return result
  }

  private func assume(_ server: Server, offersWhatIsRegisteredIn registry: ToolRegistry, _ runtime: GatewayRuntime) {
    let tools = registry.entries.filter { $0.server == server.name }
    let definitions: [JSONValue] = tools.compactMap { tool in
      tool.inputSchema.map {
        ["name": .string(tool.ownName), "description": .string(tool.description), "inputSchema": $0]
      }
    }
    guard let listing = ToolListing(definitions) else { return }
    runtime.catalogue.assume(listing, of: server.name)
  }

  private func time(_ count: Int, on loop: LoopState) throws -> ChainTimes {
    let snapshot = loop.runtime.snapshot
    let (facts, body) = try message()
    var times = ChainTimes(calls: count)
    for _ in 0..<count {
      let start = MonotonicTime.now()
      let now = Timestamp.now()
      let call = Call(
        facts, decisionID: Identifiers.decision(at: now, &loop.random), traceID: Identifiers.trace(&loop.random),
        receivedAt: now, startedAt: start)
      call.body = body
      let progress = snapshot.chain.admit(call, from: 0, on: loop)
      times.add(MonotonicTime.now() &- start, call.trace)
      switch progress {
      case .admitted: snapshot.chain.settle(call, .answered(status: 200, isFailure: false))
      case .refused(let denial):
        throw LoadProblem("bench", ["layer \(denial.code.layer) refuses this call: \(denial.message)"])
      case .waiting(let index, _):
        throw LoadProblem("bench", ["layer \(index + 1) waits for another machine, so the chain alone has no time"])
      }
    }
    return times
  }

  private func message() throws -> (RequestFacts, [UInt8]) {
    var writer = JSONWriter(capacity: request.textBytes + 256)
    writer.raw(#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"#.utf8)
    writer.string(request.tool)
    writer.key("arguments")
    writer.beginObject()
    writer.key("text")
    writer.string(Self.text(bytes: request.textBytes))
    for _ in 0..<3 { writer.endObject() }
    var head = HTTPHead()
    head.bytes = Array(
      """
      POST /mcp HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      Accept: application/json, text/event-stream\r
      X-SPIFFE-ID: \(request.caller)\r
      Content-Length: \(writer.bytes.count)\r
      \r

      """.utf8)
    try HTTPHeadParser.parse(&head, as: .request)
    let peer = Peer(address: "127.0.0.1", isLoopback: true, svid: nil)
    guard let facts = RequestFacts(head, route: .mcp(server: nil), peer: peer) else {
      throw LoadProblem("bench", ["the request cannot be made"])
    }
    return (facts, writer.bytes)
  }

  /// Plain words, as agents send them.
  private static func text(bytes: Int) -> String {
    let words = ["please", "summarise", "the", "minutes", "of", "our", "last", "meeting", "and", "list", "what", "is", "open"]
    var text = ""
    var index = 0
    while text.utf8.count < bytes {
      text += words[index % words.count] + " "
      index += 1
    }
    return String(decoding: text.utf8.prefix(bytes), as: UTF8.self)
  }
}
