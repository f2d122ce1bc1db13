import Basics
import MCP
import Registry
import Synchronization

/// One MCP server behind the gateway.
final class Server: Sendable {
  enum Transport: Sendable, Equatable {
    case http(UpstreamURL)
    /// Program and arguments, never from request data; and the environment variables that it inherits.
    case stdio([String], environment: [String])
  }

  /// How messages reach it.
  enum Carrier {
    /// Streamable HTTP: a request of its own for each message.
    case http(UpstreamURL)
    /// A channel that carries messages both ways.
    case channel
  }

  /// `default`, a name of the configuration's `servers`, or the URL that a registry entry gives.
  let name: String
  let transport: Transport
  let limits: UpstreamLimits
  let metrics: ServerMetrics
  /// Set once it was found to speak HTTP+SSE, as 2024-11-05 defines it.
  private let isEventStream = Atomic<Bool>(false)

  /// What it last said of itself, in each era; nil inside where it does not speak that era.
  private let greetings = Mutex<[Era: JSONValue?]>([:])

  init(name: String, transport: Transport, limits: UpstreamLimits, metrics: ServerMetrics) {
    self.metrics = metrics
    self.name = name
    self.transport = transport
    self.limits = limits
  }

  var carrier: Carrier {
    switch transport {
    case .http(let url): isEventStream.load(ordering: .relaxed) ? .channel : .http(url)
    case .stdio: .channel
    }
  }

  func speaksEventStream() { isEventStream.store(true, ordering: .relaxed) }

  /// The result of its `initialize` or `server/discover`: an outer nil if it was not asked, an inner one if it does not
  /// speak that era.
  func greeting(in era: Era) -> JSONValue?? { greetings.withLock { $0[era] } }

  func greeted(_ result: JSONValue?, in era: Era) { greetings.withLock { $0[era] = .some(result) } }

  /// What it does not speak it may have learnt.
  func forgetRefusals() { greetings.withLock { $0 = $0.filter { $0.value != nil } } }

  static let defaultName = ToolRegistry.defaultServer
}
