import Registry

/// The servers behind the gateway, and which of them a call goes to.
struct ServerTable: Sendable {
  private let byName: [String: Server]

  let all: [Server]
  /// The servers whose tools, prompts and resources appear together at `/` and `/mcp`.
  let merged: [Server]

  /// - Parameters:
  ///   - aliases: Further names of these servers: the addresses that registry entries give.
  ///   - isDefaultUsed: Whether the default server takes part where there are others.
  init(_ servers: [Server], aliases: [String: Server] = [:], isDefaultUsed: Bool = true) {
    all = servers.sorted { $0.name < $1.name }
    byName = Dictionary(servers.map { ($0.name, $0) }) { first, _ in first }.merging(aliases) { name, _ in name }
    merged = all.filter { isDefaultUsed || servers.count == 1 || $0.name != Server.defaultName }
  }

  func server(named name: String) -> Server? { byName[name] }

  /// Whether a message on `route` may be about several servers.
  func isMerged(_ route: Route) -> Bool { merged.count > 1 && route.server == .some(nil) }

  /// The server for a message on `route`, about `tool` where it is about one. Nil if the route names a server that
  /// is not configured, or one that does not offer the tool; and for what is about no tool, where several could be meant.
  func server(for route: Route, tool: ToolEntry?) -> Server? {
    guard let requested = route.server else { return nil }
    guard let tool else {
      if let requested { return byName[requested] }
      return merged.count == 1 ? merged[0] : nil
    }
    let home = byName[tool.server]
    guard let requested else { return home }
    return home?.name == byName[requested]?.name ? home : nil
  }

  /// The entry of the tool that a caller on `route` calls `name`: at one server alone, tools have the names that it
  /// gave them.
  func tool(named name: String, on route: Route, in registry: ToolRegistry) -> ToolEntry? {
    guard let requested = route.server, let requested else { return registry.tool(named: name) }
    return byName[requested].flatMap { registry.tool(named: name, at: $0.name) }
  }

  /// The name of the server that a registry entry lives on.
  func home(of tool: ToolEntry) -> String { byName[tool.server]?.name ?? tool.server }
}
