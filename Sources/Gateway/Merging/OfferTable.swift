import Synchronization

/// The prompts, resources and templates that servers have listed, by what the servers call them: where a call about
/// one of them goes when several servers stand behind one URL.
///
/// LIMIT: what the pages of one list hold, for each server.
final class OfferTable: Sendable {
  enum Kind: Hashable { case prompt, resource, template }

  /// What a name leads to.
  enum Place: Equatable {
    case at(server: String, name: String)
    /// Several servers have it; these are the names that lead to one of them.
    case ambiguous([String])
    case unknown
  }

  private struct Key: Hashable {
    let server: String
    let kind: Kind
  }

  private let offers = Mutex<[Key: Set<String>]>([:])

  func record(_ names: [String], _ kind: Kind, of server: String) {
    offers.withLock { $0[Key(server: server, kind: kind)] = Set(names) }
  }

  /// What callers are told: a name that one server has is kept; one that several have gets its server in front of it.
  /// Nil if even that is taken: nobody gets it then.
  func published(_ name: String, _ kind: Kind, of server: String, among servers: [String]) -> String? {
    let isAlone = homes(of: name, kind, among: servers).allSatisfy { $0 == server }
    if isAlone { return name }
    let prefixed = Self.prefixed(name, kind, server)
    return homes(of: prefixed, kind, among: servers).isEmpty ? prefixed : nil
  }

  /// Where the thing is that callers know as `name`.
  func place(of name: String, _ kind: Kind, among servers: [String]) -> Place {
    let homes = homes(of: name, kind, among: servers)
    if homes.count == 1 { return .at(server: homes[0], name: name) }
    if homes.count > 1 { return .ambiguous(homes.map { Self.prefixed(name, kind, $0) }) }
    for server in servers {
      let prefix = Self.prefixed("", kind, server)
      guard name.utf8.starts(with: prefix.utf8) else { continue }
      let own = String(decoding: name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
      if self.homes(of: own, kind, among: [server]) == [server] { return .at(server: server, name: own) }
    }
    guard kind == .resource else { return .unknown }
    return place(matching: name, among: servers)
  }

  private func place(matching uri: String, among servers: [String]) -> Place {
    let templates = offers.withLock { offers in servers.map { ($0, offers[Key(server: $0, kind: .template)] ?? []) } }
    let homes = templates.filter { _, templates in templates.contains { URITemplate($0).matches(uri) } }.map(\.0)
    switch homes.count {
    case 0: return .unknown
    case 1: return .at(server: homes[0], name: uri)
    default: return .ambiguous(homes.map { Self.prefixed(uri, .resource, $0) })
    }
  }

  private func homes(of name: String, _ kind: Kind, among servers: [String]) -> [String] {
    offers.withLock { offers in servers.filter { offers[Key(server: $0, kind: kind)]?.contains(name) == true } }
  }

  /// A server's name in front of a thing's: as the first part of a name, or of a URI's scheme.
  private static func prefixed(_ name: String, _ kind: Kind, _ server: String) -> String {
    kind == .prompt ? "\(server)__\(name)" : "\(server)+\(name)"
  }
}
