import Basics
import Identity
import MCP
import Registry
import Synchronization

/// The tools of all servers as one list, ready to be sent: once for everybody, and once for each caller, whose list
/// holds what it may call.
///
/// A caller's list is good until a server, the registry or a policy says something else, and for ``life`` at most,
/// because policies may look at the clock. Showing less or more than policy now would is no hole: every call is
/// checked on its own.
final class ToolListCache: Sendable {
  static let life = Duration.seconds(30)
  /// LIMIT: callers whose lists are kept; then all are made anew.
  static let callersMax = 1_024
  /// LIMIT: bytes of lists that are kept.
  static let bytesMax = 256 << 20

  /// What a list was made of.
  struct Basis: Hashable {
    /// The snapshot in force.
    let generation: Int
    /// What the servers say.
    let catalogue: Int
  }

  /// For whom a list is.
  private struct Audience: Hashable {
    let caller: JSONValue
    /// Servers that do not speak the caller's era.
    let unreachable: [String]
  }

  private struct Tool: Sendable {
    let entry: ToolEntry
    let text: [UInt8]
  }

  private struct State {
    var basis: Basis?
    var tools: [Tool] = []
    var lists: [Audience: (text: [UInt8], madeAt: UInt64)] = [:]
    var bytes = 0
  }

  private let state = Mutex(State())

  /// The list of the caller that sent `call`: JSON text of the value of `tools`.
  func list(for call: Call, _ visibility: ToolVisibility, on loop: LoopState) -> [UInt8] {
    let catalogue = loop.runtime.catalogue
    let basis = Basis(
      generation: loop.runtime.generation.load(ordering: .acquiring), catalogue: catalogue.version)
    let unreachable = loop.snapshot.servers.merged.filter { $0.greeting(in: call.era) == .some(nil) }.map(\.name)
    let audience = visibility.isRemote ? nil : call.principal.map { Audience(caller: $0.document, unreachable: unreachable) }
    let now = call.startedAt
    if let audience, let known = known(audience, basis, now) { return known }
    var writer = JSONWriter(capacity: 4_096)
    writer.beginArray()
    for tool in tools(basis, visibility.registry, catalogue, call.receivedAt)
    where !unreachable.contains(tool.entry.server) && visibility.maySee(tool.entry, call, on: loop) {
      writer.raw(tool.text)
    }
    writer.endArray()
    if let audience { keep(writer.bytes, audience, basis, now) }
    return writer.bytes
  }

  private func known(_ audience: Audience, _ basis: Basis, _ now: UInt64) -> [UInt8]? {
    state.withLock { state in
      guard state.basis == basis, let list = state.lists[audience],
        now < list.madeAt &+ UInt64(clamping: Self.life.nanosecondsSaturating)
      else { return nil }
      return list.text
    }
  }

  private func keep(_ text: [UInt8], _ audience: Audience, _ basis: Basis, _ now: UInt64) {
    state.withLock { state in
      guard state.basis == basis else { return }
      if state.lists.count >= Self.callersMax || state.bytes + text.count > Self.bytesMax {
        state.lists = [:]
        state.bytes = 0
      }
      state.lists[audience] = (text, now)
      state.bytes += text.count
    }
  }

  /// Every tool that is what was registered, by name.
  private func tools(
    _ basis: Basis, _ registry: ToolRegistry, _ catalogue: ToolCatalogue, _ now: Timestamp
  ) -> [Tool] {
    if let known = state.withLock({ $0.basis == basis ? $0.tools : nil }) { return known }
    let tools = registry.entries.sorted { $0.name < $1.name }.compactMap { entry in
      catalogue.definition(of: entry, now: now).map { Tool(entry: entry, text: Self.text(of: $0, named: entry.name)) }
    }
    state.withLock { state in
      state = State()
      state.basis = basis
      state.tools = tools
    }
    return tools
  }

  private static func text(of definition: ToolDefinition, named name: String) -> [UInt8] {
    guard name != definition.name, var object = definition.whole.objectValue else { return definition.whole.serialized() }
    object["name"] = .string(name)
    return JSONValue.object(object).serialized()
  }
}
