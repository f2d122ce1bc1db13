import Basics
import Registry
import SPIFFE
import Settings
import Telemetry

extension ServerTable {
  /// The default server, the named ones, and one for each upstream that the registry names.
  init(_ configuration: Configuration, _ registry: ToolRegistry, _ metrics: GatewayMetrics) throws(LoadProblem) {
    var aliases: [String: Server] = [:]
    var servers = [try Self.server(Server.defaultName, configuration.upstream, configuration, metrics)]
    for (name, settings) in configuration.servers.sorted(by: { $0.key < $1.key }) {
      servers.append(try Self.server(name, settings, configuration, metrics))
    }
    for upstream in registry.upstreams {
      if case .named(let name) = upstream {
        if servers.contains(where: { $0.name == name }) { continue }
        throw LoadProblem(
          "registry", ["\(configuration.registry.file): no server is called \(name); name it under \"servers\""])
      }
      // A registry entry may name a server of the configuration by its address: it is the same server, with the
      // same sessions, circuit and tool list.
      let settings = Self.settings(of: upstream, configuration)
      let transport = try Self.transport(settings)
      if let same = servers.first(where: { $0.transport == transport }) {
        aliases[upstream.label] = same
      } else {
        servers.append(try Self.server(upstream.label, settings, configuration, metrics))
      }
    }
    let isDefaultUsed =
      configuration.upstream != Configuration().upstream || registry.entries.contains { $0.server == Server.defaultName }
    self.init(servers, aliases: aliases, isDefaultUsed: isDefaultUsed)
  }

  /// The name of the server that a registry entry's upstream stands for.
  static func name(of upstream: ToolUpstream?, in configuration: Configuration) -> String {
    guard let upstream else { return Server.defaultName }
    guard let transport = try? transport(settings(of: upstream, configuration)) else { return upstream.label }
    let servers = [(Server.defaultName, configuration.upstream)] + configuration.servers.sorted { $0.key < $1.key }
    return servers.first { (try? Self.transport($0.1)) == transport }?.0 ?? upstream.label
  }

  /// A server that only the registry names has the limits of the default one.
  private static func settings(of upstream: ToolUpstream, _ configuration: Configuration) -> UpstreamSettings {
    var settings = configuration.upstream
    settings.url = nil
    settings.command = []
    switch upstream {
    case .named(let name): settings = configuration.servers[name] ?? settings
    case .url(let url): settings.url = url
    case .stdio(let command): settings.command = command
    }
    return settings
  }

  private static func server(
    _ name: String, _ settings: UpstreamSettings, _ configuration: Configuration, _ metrics: GatewayMetrics
  ) throws(LoadProblem) -> Server {
    for text in settings.spiffeIDs where (try? SPIFFEID(text)) == nil {
      throw LoadProblem("upstream", ["spiffe_ids of \(name): \(text) is no SPIFFE ID"])
    }
    return Server(
      name: name, transport: try transport(settings), limits: UpstreamLimits(settings, configuration.limits),
      metrics: ServerMetrics(metrics, server: name))
  }

  private static func transport(_ settings: UpstreamSettings) throws(LoadProblem) -> Server.Transport {
    if !settings.command.isEmpty { return .stdio(settings.command, environment: settings.environment) }
    guard let text = settings.url, let url = UpstreamURL(text) else {
      throw LoadProblem("upstream", ["\(settings.url ?? "(none)") is no http:// or https:// URL"])
    }
    return .http(url)
  }
}

extension UpstreamLimits {
  init(_ settings: UpstreamSettings, _ limits: LimitSettings) {
    connectionsMax = settings.connectionsMax
    waitingMax = settings.waitingMax
    connectTimeout = settings.connectTimeout
    waitTimeout = settings.waitingTimeout
    answerTimeout = settings.responseTimeout
    streamIdleTimeout = settings.streamIdleTimeout
    keepAlive = settings.idleTimeout
    headBytesMax = limits.headerBytesMax
    peers = Set(settings.spiffeIDs.compactMap { try? SPIFFEID($0) })
  }
}
