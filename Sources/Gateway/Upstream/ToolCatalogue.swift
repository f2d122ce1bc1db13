import Basics
import MCP
import NIOCore
import Registry
import Synchronization

/// Asks servers for their tools, and knows how each registered tool stands with its server.
///
/// A listing is good for its time to live. After that the next call starts a new one and goes on with the old
/// verdict; a listing twice that old is not relied on, and the call waits.
final class ToolCatalogue: Sendable {
  enum Standing: Sendable {
    case asRegistered
    /// JSON pointers of what differs.
    case changed([String])
    case missing
    /// The server gave no list.
    case unavailable
  }

  enum Knowledge {
    case known(Standing)
    case unknown(EventLoopFuture<Standing>)
  }

  /// Pages of one tool list.
  static let pagesMax = 64
  /// One page, in bytes.
  static let pageBytesMax = 16 << 20
  static let pageTimeout = Duration.seconds(10)
  /// After a failure a server is asked again no sooner than this.
  static let retryAfter = Duration.seconds(1)

  private let observed: ObservedTools
  /// Listings under way, by server: one at a time each.
  private let asking = Mutex<[String: [EventLoopPromise<Void>]]>([:])
  private let failedAt = Mutex<[String: Timestamp]>([:])

  init(observed: ObservedTools = ObservedTools()) { self.observed = observed }

  func verdict(_ tool: ToolEntry, on server: Server, now: Timestamp, _ loop: LoopState) -> Knowledge {
    let standing = observed.standing(of: tool, at: server.name, now: now)
    guard standing.isStale else { return .known(Self.standing(standing.verdict)) }
    let listing = list(server, on: loop)
    if let seen = standing.observedAt, now.since(seen) < observed.timeToLive * 2 {
      return .known(Self.standing(standing.verdict))
    }
    let observed = observed
    return .unknown(
      listing.map { Self.standing(observed.standing(of: tool, at: server.name, now: .now()).verdict) }
        .recover { _ in .unavailable })
  }

  /// How a tool compares with what its server said last.
  func standing(of tool: ToolEntry, at server: String, now: Timestamp) -> ToolStanding {
    observed.standing(of: tool, at: server, now: now)
  }

  func listing(of server: String) -> ToolListing? { observed.listing(of: server) }

  /// Takes a listing that no server was asked for.
  func assume(_ listing: ToolListing, of server: String) { observed.record(listing, of: server, now: .now()) }

  /// The server has announced a change.
  func expire(_ server: String) { observed.expire(server) }

  private static func standing(_ verdict: ToolVerdict) -> Standing {
    switch verdict {
    case .matches: .asRegistered
    case .changed(let diff): .changed(diff.changes.map(\.path))
    case .missing: .missing
    case .notYetSeen: .unavailable
    }
  }

  // MARK: Asking

  /// Reads the tool list of `server`, unless that is under way already.
  func list(_ server: Server, on loop: LoopState) -> EventLoopFuture<Void> {
    let promise = loop.eventLoop.makePromise(of: Void.self)
    let isFirst = asking.withLock { asking in
      defer { asking[server.name, default: []].append(promise) }
      return asking[server.name] == nil
    }
    guard isFirst else { return promise.futureResult }
    let isTooSoon = failedAt.withLock { Timestamp.now().since($0[server.name] ?? Timestamp(nanoseconds: 0)) < Self.retryAfter }
    guard !isTooSoon else {
      finish(server, .failure(.unavailable))
      return promise.futureResult
    }
    let session = loop.runtime.sessions.implicit(of: "precinct:catalogue", now: MonotonicTime.now())
    let bound = NIOLoopBound(loop, eventLoop: loop.eventLoop)
    Handshake.link(session, with: server, on: loop)
      .flatMap { link in self.page(server, session, link, cursor: nil, after: [], number: 1, on: bound) }
      .whenComplete { result in
        switch result {
        case .success(let tools): self.take(tools, of: server)
        case .failure(let error):
          session.forget(server.name)
          self.finish(server, .failure(error as? UpstreamFailure ?? .unavailable))
        }
      }
    return promise.futureResult
  }

  private func take(_ tools: [JSONValue], of server: Server) {
    guard let listing = ToolListing(tools) else { return finish(server, .failure(.tooLarge)) }
    observed.record(listing, of: server.name, now: .now())
    finish(server, .success(()))
  }

  private func finish(_ server: Server, _ result: Result<Void, UpstreamFailure>) {
    failedAt.withLock { if case .failure = result { $0[server.name] = .now() } else { $0[server.name] = nil } }
    let waiting = asking.withLock { $0.removeValue(forKey: server.name) ?? [] }
    for promise in waiting { promise.completeWith(result.mapError { $0 as any Error }) }
  }

  private func page(
    _ server: Server, _ session: ClientSession, _ link: ClientSession.Link, cursor: String?, after: [JSONValue],
    number: Int, on loop: NIOLoopBound<LoopState>
  ) -> EventLoopFuture<[JSONValue]> {
    var writer = JSONWriter(capacity: 128)
    writer.raw(#"{"jsonrpc":"2.0","id":\#(number),"method":"tools/list","params":{"#.utf8)
    if let cursor {
      writer.key("cursor")
      writer.string(cursor)
    }
    writer.raw("}}".utf8)
    return OwnCall.send(writer.bytes, to: server, session, link, on: loop.value).flatMap { message in
      guard let result = message["result"], let tools = result["tools"]?.arrayValue else {
        return loop.value.eventLoop.makeFailedFuture(UpstreamFailure.invalid)
      }
      let all = after + tools
      guard let next = result["nextCursor"]?.stringValue else { return loop.value.eventLoop.makeSucceededFuture(all) }
      guard number < Self.pagesMax, next != cursor else {
        return loop.value.eventLoop.makeFailedFuture(UpstreamFailure.tooLarge)
      }
      return self.page(server, session, link, cursor: next, after: all, number: number + 1, on: loop)
    }
  }
}
