public import Basics
import NIOCore
public import Registry
import Settings

extension GatewayService {
  /// Every registered tool with what its upstream said last.
  public func tools(now: Timestamp) -> [ToolStatus] {
    let snapshot = runtime.snapshot
    return snapshot.registry.entries.map { entry in
      ToolStatus(
        entry: entry, server: snapshot.servers.home(of: entry),
        standing: runtime.catalogue.standing(of: entry, at: snapshot.servers.home(of: entry), now: now))
    }
  }

  /// Asks every upstream for its tools; one that does not answer keeps what it said before.
  public func refreshTools() async {
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      let servers = runtime.snapshot.servers.all
      plane.onSomeLoop { loop in
        let lists = servers.map { loop.runtime.catalogue.list($0, on: loop).recover { _ in } }
        EventLoopFuture.andAllComplete(lists, on: loop.eventLoop).whenComplete { _ in done.resume() }
      }
    }
  }

  /// How the registry and the upstreams differ, tool by tool.
  public func toolDifferences() -> [DiffReport] {
    let snapshot = runtime.snapshot
    return snapshot.servers.all.flatMap { server -> [DiffReport] in
      let entries = snapshot.registry.entries.filter { snapshot.servers.home(of: $0) == server.name }
      let listing = runtime.catalogue.listing(of: server.name)
      return DiffReport.reports(on: entries, listing, history: runtime.review.history) {
        snapshot.registry.tool(named: $0, at: server.name) != nil
      }
    }
  }

  /// What waits for somebody to approve it, with what is different or was found.
  public func pendingTools() -> [JSONValue] {
    let history = runtime.review.history
    return history.pending.map { line in
      [
        "tool": .string(line.tool), "server": .string(line.server), "status": .string(line.action.rawValue),
        "pin": .string(line.pin.hex), "at": .string(line.at.rfc3339),
        "findings": .array(line.findings.map { .string($0) }),
        "changes": .array(history.difference(of: line).changes.map { $0.document }),
        "description": line.definition["description"] ?? .null,
      ]
    }
  }

  /// Descriptions that speak of other servers' tools.
  public func shadowing() -> [JSONValue] { runtime.review.shadowing.map(\.document) }

  /// Accepts what waits of a tool; nil if nothing does, or if it is not what `pin` says. Blocks on the disk.
  ///
  /// - Parameter server: Needed only where several servers have such a tool waiting.
  public func approveTool(
    _ tool: String, server: String?, pin: String?, by person: String
  ) throws(HistoryError) -> JSONValue? {
    let waiting = runtime.review.history.pending.filter {
      ($0.tool == tool || runtime.snapshot.registry.tool(named: tool)?.ownName == $0.tool)
        && (server == nil || $0.server == server)
    }
    guard waiting.count == 1, let line = waiting.first else { return nil }
    let approved = try runtime.review.approve(line.tool, of: line.server, pin: pin, by: person, runtime)
    if let approved { recordChange("tool \(approved.tool) of \(approved.server) approved by \(person)") }
    return approved?.summary
  }

  /// Tells `notice` what servers do with their tools, in words for the operator.
  public func onToolNotice(_ notice: @escaping @Sendable (String) -> Void) { runtime.review.onNotice(notice) }

  /// Registry entries for every tool that an upstream offers now.
  public func toolPins() -> [PinReport] {
    let snapshot = runtime.snapshot
    return snapshot.servers.all.flatMap { server -> [PinReport] in
      guard let listing = runtime.catalogue.listing(of: server.name) else { return [] }
      let isNamed = snapshot.configuration.servers[server.name] != nil
      return PinReport.reports(on: listing, server: isNamed ? server.name : nil)
    }
  }
}
