/// One MCP server behind the gateway.
final class Server: Sendable {
  enum Transport: Sendable, Equatable {
    case http(UpstreamURL)
    /// Program and arguments, never from request data; and the environment variables that it inherits.
    case stdio([String], environment: [String])
  }

  /// `default`, a name of the configuration's `servers`, or the URL that a registry entry gives.
  let name: String
  let transport: Transport
  let limits: UpstreamLimits
  let metrics: ServerMetrics

  init(name: String, transport: Transport, limits: UpstreamLimits, metrics: ServerMetrics) {
    self.metrics = metrics
    self.name = name
    self.transport = transport
    self.limits = limits
  }

  static let defaultName = "default"
}
