import Registry

/// The servers behind the gateway, and which of them a call goes to.
struct ServerTable: Sendable {
  private let byName: [String: Server]

  let all: [Server]

  /// - Parameter aliases: Further names of these servers: the addresses that registry entries give.
  init(_ servers: [Server], aliases: [String: Server] = [:]) {
    all = servers.sorted { $0.name < $1.name }
    byName = Dictionary(servers.map { ($0.name, $0) }) { first, _ in first }.merging(aliases) { name, _ in name }
  }

  func server(named name: String) -> Server? { byName[name] }

  /// The server for a message on `route`, about `tool` where it is about one. Nil if the route names a server that
  /// is not configured, or one that does not offer the tool.
  func server(for route: Route, tool: ToolEntry?) -> Server? {
    let requested: String?
    switch route {
    case .mcp(let server), .eventStream(let server): requested = server
    case .messages, .health, .protectedResource: return nil
    }
    guard let tool else { return byName[requested ?? Server.defaultName] }
    let home = byName[Self.name(of: tool.upstream)]
    guard let requested else { return home }
    return home?.name == requested ? home : nil
  }

  /// The name of the server that a registry entry lives on.
  func home(of tool: ToolEntry) -> String {
    let name = Self.name(of: tool.upstream)
    return byName[name]?.name ?? name
  }

  /// The name under which the server of a registry entry is kept.
  static func name(of upstream: ToolUpstream?) -> String { upstream?.label ?? Server.defaultName }
}
