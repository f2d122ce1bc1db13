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

  /// One page, in bytes.
  static let pageBytesMax = 16 << 20
  static let pageTimeout = Duration.seconds(10)
  /// After a failure a server is asked again no sooner than this.
  static let retryAfter = Duration.seconds(1)

  private let observed: ObservedTools
  /// Listings under way, by server: one at a time each.
  private let asking = Mutex<[String: [EventLoopPromise<Void>]]>([:])
  /// Listings under way that calls wait for.
  private let awaited = Mutex<Set<String>>([])
  private let awaitedCount = Atomic<Int>(0)
  /// Counts how often a server went away or came back.
  private let failures = Atomic<Int>(0)
  private let failedAt = Mutex<[String: Timestamp]>([:])

  init(observed: ObservedTools = ObservedTools()) { self.observed = observed }

  func verdict(_ tool: ToolEntry, on server: Server, now: Timestamp, _ loop: LoopState) -> Knowledge {
    let standing = observed.standing(of: tool, at: server.name, now: now)
    let isAwaited = isAwaited(server.name)
    guard standing.isStale || isAwaited else { return .known(Self.standing(standing.verdict)) }
    let listing = list(server, on: loop)
    if !isAwaited, let seen = standing.observedAt, now.since(seen) < observed.timeToLive * 2 {
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

  /// What a registered tool's server says of it; nil unless that is what was registered, and the server answers.
  func definition(of tool: ToolEntry, now: Timestamp) -> ToolDefinition? {
    isDown(tool.server) ? nil : observed.definition(of: tool, at: tool.server, now: now)
  }

  /// Whether the server gave no list when it was last asked.
  func isDown(_ server: String) -> Bool { failedAt.withLock { $0[server] != nil } }

  /// Reads the list again. Calls that come meanwhile wait for it: whoever looks at the list does so to call what it
  /// shows.
  func refresh(_ server: Server, on loop: LoopState) {
    let isFirst = awaited.withLock { $0.insert(server.name).inserted }
    if isFirst { awaitedCount.add(1, ordering: .relaxed) }
    list(server, on: loop).whenComplete { _ in
      guard self.awaited.withLock({ $0.remove(server.name) != nil }) else { return }
      self.awaitedCount.subtract(1, ordering: .relaxed)
    }
  }

  private func isAwaited(_ server: String) -> Bool {
    awaitedCount.load(ordering: .relaxed) > 0 && awaited.withLock { $0.contains(server) }
  }

  /// Grows whenever a server says something else, or nothing any more.
  var version: Int { observed.version &+ failures.load(ordering: .relaxed) }

  /// Takes a listing that no server was asked for.
  func assume(_ listing: ToolListing, of server: String) { observed.record(listing, of: server, now: .now()) }

  /// What is accepted has changed.
  func judgeAgain() { observed.judgeAgain() }

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
    let session = loop.runtime.sessions.implicit(of: Self.principal, now: MonotonicTime.now())
    let bound = NIOLoopBound(loop, eventLoop: loop.eventLoop)
    server.forgetRefusals()
    ServerList.read(.toolsList, of: server, by: Self.asker(session), on: loop)
      .flatMapError { error in
        session.forget(server.name)
        // A server of the modern revision alone takes no handshake.
        guard error as? UpstreamFailure == .invalid else { return bound.value.eventLoop.makeFailedFuture(error) }
        return ServerList.read(
          .toolsList, of: server, by: OwnQuestion.Asker(era: .modern, session: nil, principal: Self.principal),
          on: bound.value
        ).map { tools in
          server.greeted(nil, in: .legacy)
          return tools
        }
      }
      .whenComplete { result in
        switch result {
        case .success(let tools): self.take(tools, of: server, bound.value.runtime)
        case .failure(let error): self.finish(server, .failure(error as? UpstreamFailure ?? .unavailable))
        }
      }
    return promise.futureResult
  }

  /// In whose name lists are read that are the same for all.
  static let principal = "precinct:catalogue"

  private static func asker(_ session: ClientSession) -> OwnQuestion.Asker {
    OwnQuestion.Asker(era: .legacy, session: session, principal: principal)
  }

  /// A listing counts once it has been reviewed.
  private func take(_ tools: [JSONValue], of server: Server, _ runtime: GatewayRuntime) {
    guard let listing = ToolListing(tools) else { return finish(server, .failure(.tooLarge)) }
    runtime.review.review(listing, of: server.name, runtime) { isWell in
      guard isWell else { return self.finish(server, .failure(.unavailable)) }
      self.observed.record(listing, of: server.name, now: .now())
      self.finish(server, .success(()))
    }
  }

  private func finish(_ server: Server, _ result: Result<Void, UpstreamFailure>) {
    let hasTurned = failedAt.withLock { failedAt in
      let wasDown = failedAt[server.name] != nil
      if case .failure = result { failedAt[server.name] = .now() } else { failedAt[server.name] = nil }
      return wasDown != (failedAt[server.name] != nil)
    }
    if hasTurned { failures.add(1, ordering: .relaxed) }
    let waiting = asking.withLock { $0.removeValue(forKey: server.name) ?? [] }
    for promise in waiting { promise.completeWith(result.mapError { $0 as any Error }) }
  }
}
