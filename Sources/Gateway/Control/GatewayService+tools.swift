public import Basics
import NIOCore
public import Registry

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
      return DiffReport.reports(on: entries, listing) { snapshot.registry.tool(named: $0) != nil }
    }
  }

  /// Registry entries for every tool that an upstream offers now.
  public func toolPins() -> [PinReport] {
    runtime.snapshot.servers.all
      .compactMap { runtime.catalogue.listing(of: $0.name) }
      .flatMap { PinReport.reports(on: $0) }
  }
}
