import Registry

/// The servers behind the gateway, and which of them a call goes to.
struct ServerTable: Sendable {
  private let byName: [String: Server]

  init(_ servers: [Server]) { byName = Dictionary(servers.map { ($0.name, $0) }) { first, _ in first } }

  func server(named name: String) -> Server? { byName[name] }

  var all: [Server] { byName.values.sorted { $0.name < $1.name } }

  /// The server for a message on `route`, about `tool` where it is about one. Nil if the route names a server that
  /// is not configured, or one that does not offer the tool.
  func server(for route: Route, tool: ToolEntry?) -> Server? {
    guard case .mcp(let requested) = route else { return nil }
    guard let tool else { return byName[requested ?? Server.defaultName] }
    let home = byName[Self.name(of: tool.upstream)]
    guard let requested else { return home }
    return home?.name == requested ? home : nil
  }

  /// The name under which the server of a registry entry is kept.
  static func name(of upstream: ToolUpstream?) -> String { upstream?.label ?? Server.defaultName }
}
