import Basics
import MCP
import NIOCore
import Synchronization

/// The channels that are open now: one for each legacy conversation, so that callers share no state, and one for
/// the modern calls of each caller.
final class ServerChannels: Sendable {
  /// Channels at once, over all servers.
  static let countMax = 64

  private struct Open: Sendable {
    let channel: NIOLoopBound<ServerChannel>
    let eventLoop: any EventLoop
  }

  private struct Table {
    var open: [String: Open] = [:]
    var opening: [String: [EventLoopPromise<String>]] = [:]
    var lastNumber = 0
  }

  private let table = Mutex(Table())
  private let lastKey = Atomic<UInt64>(0)

  /// A key that no other request has.
  func nextKey() -> Multiplexer.Key { lastKey.add(1, ordering: .relaxed).newValue }

  // MARK: Conversations

  /// Opens a channel and makes the handshake; the link's session id is the name of the channel.
  func open(
    _ session: ClientSession, _ server: Server, initialize: [UInt8], on loop: LoopState
  ) -> EventLoopFuture<ClientSession.Link> {
    let eventLoop = loop.eventLoop
    return start(server, name: nil, on: loop).flatMap { name in
      self.ask(name, initialize, on: eventLoop).flatMapThrowing { message in
        guard let result = message["result"] else { throw UpstreamFailure.invalid }
        server.greeted(result, in: .legacy)
        self.tell(name, Array(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#.utf8))
        return ClientSession.Link(
          sessionID: name, protocolVersion: result["protocolVersion"]?.stringValue ?? Handshake.version)
      }
      .flatMapErrorThrowing { error in
        self.stop(name)
        throw error
      }
    }
  }

  /// One request of the gateway's own.
  func call(
    _ session: ClientSession, _ server: Server, _ body: [UInt8], on loop: LoopState
  ) -> EventLoopFuture<JSONValue> {
    guard let name = session.link(server.name)?.sessionID else {
      return loop.eventLoop.makeFailedFuture(UpstreamFailure.unavailable)
    }
    return ask(name, body, on: loop.eventLoop)
  }

  func ask(_ name: String, _ body: [UInt8], on eventLoop: any EventLoop) -> EventLoopFuture<JSONValue> {
    let promise = eventLoop.makePromise(of: JSONValue.self)
    guard let envelope = try? Envelope(parsing: body) else {
      promise.fail(UpstreamFailure.invalid)
      return promise.futureResult
    }
    let key = nextKey()
    let timeout = eventLoop.scheduleTask(in: .nanoseconds(Handshake.timeout.nanosecondsSaturating)) {
      self.abandon(name, key)
      promise.fail(UpstreamFailure.timeout)
    }
    promise.futureResult.whenComplete { _ in timeout.cancel() }
    request(name, envelope, as: key) { reply in
      switch reply {
      case .aside: break
      case .response(let bytes):
        if let value = try? JSONValue.parse(bytes) { promise.succeed(value) } else { promise.fail(UpstreamFailure.invalid) }
      case .failed(let failure): promise.fail(failure)
      }
    }
    return promise.futureResult
  }

  // MARK: Messages

  /// Sends a request on the channel `name`; replies come on the channel's own event loop.
  func request(
    _ name: String, _ envelope: Envelope, as key: Multiplexer.Key,
    _ reply: @escaping @Sendable (ServerChannel.Reply) -> Void
  ) {
    guard let open = find(name) else { return reply(.failed(.unavailable)) }
    open.eventLoop.execute { open.channel.value.request(envelope, as: key, reply) }
  }

  /// Sends a message that has no answer; says whether the channel is there.
  @discardableResult
  func tell(_ name: String, _ bytes: [UInt8]) -> Bool {
    guard let open = find(name), let envelope = try? Envelope(parsing: bytes) else { return false }
    open.eventLoop.execute { open.channel.value.tell(envelope) }
    return true
  }

  /// The answer to a request is not wanted any more; the server is told.
  func abandon(_ name: String, _ key: Multiplexer.Key) {
    guard let open = find(name) else { return }
    open.eventLoop.execute { open.channel.value.abandon(key) }
  }

  /// Hands over what belongs to no request. `started` is told, on the channel's loop, whether the place was free.
  func listen(
    _ name: String, as key: Multiplexer.Key, _ deliver: @escaping @Sendable (ServerChannel.Reply) -> Void,
    started: @escaping @Sendable (Bool) -> Void
  ) {
    guard let open = find(name) else { return started(false) }
    open.eventLoop.execute { started(open.channel.value.listen(as: key, deliver)) }
  }

  func stopListening(_ name: String, _ key: Multiplexer.Key) {
    guard let open = find(name) else { return }
    open.eventLoop.execute { open.channel.value.stopListening(key) }
  }

  func isOpen(_ name: String) -> Bool { find(name) != nil }

  // MARK: Life

  /// Opens a channel to `server`. A given name is shared and found again by later callers; without one the channel
  /// gets its own.
  func start(_ server: Server, name: String?, on loop: LoopState) -> EventLoopFuture<String> {
    let promise = loop.eventLoop.makePromise(of: String.self)
    let own = name ?? nextName()
    let isFirst = table.withLock { table in
      if table.open[own] != nil { return nil as Bool? }
      defer { table.opening[own, default: []].append(promise) }
      return table.opening[own] == nil
    }
    guard let isFirst else {
      promise.succeed(own)
      return promise.futureResult
    }
    guard isFirst else { return promise.futureResult }
    guard table.withLock({ $0.open.count + $0.opening.count <= Self.countMax }) else {
      finish(own, .failure(.overloaded))
      return promise.futureResult
    }
    connect(server, own, isShared: name != nil, on: loop).whenComplete { result in
      switch result {
      case .success: self.finish(own, .success(own))
      case .failure(let error): self.finish(own, .failure(error as? UpstreamFailure ?? .unavailable))
      }
    }
    return promise.futureResult
  }

  private func connect(_ server: Server, _ name: String, isShared: Bool, on loop: LoopState) -> EventLoopFuture<Void> {
    let ended: @Sendable () -> Void = { [weak self] in self?.ended(name) }
    switch server.transport {
    case .stdio(let command, let environment):
      guard let child = try? ChildProcess.start(command, environment: environment) else {
        return loop.eventLoop.makeFailedFuture(UpstreamFailure.unavailable)
      }
      let process = StdioProcess(child, on: loop.eventLoop, onExit: ended)
      let channel = ServerChannel(process, isShared: isShared, on: loop.eventLoop)
      add(channel, name)
      return process.attach(to: channel)
    case .http(let url):
      let stream = EventChannel(url, server, loop, onEnd: ended)
      let channel = ServerChannel(stream, isShared: isShared, on: loop.eventLoop)
      add(channel, name)
      return stream.open(for: channel)
    }
  }

  private func add(_ channel: ServerChannel, _ name: String) {
    let open = Open(channel: NIOLoopBound(channel, eventLoop: channel.eventLoop), eventLoop: channel.eventLoop)
    table.withLock { $0.open[name] = open }
  }

  private func finish(_ name: String, _ result: Result<String, UpstreamFailure>) {
    let waiting = table.withLock { table in
      if case .failure = result { table.open[name] = nil }
      return table.opening.removeValue(forKey: name) ?? []
    }
    for promise in waiting { promise.completeWith(result.mapError { $0 as any Error }) }
  }

  func stop(_ name: String) {
    guard let open = table.withLock({ $0.open.removeValue(forKey: name) }) else { return }
    open.eventLoop.execute { open.channel.value.stop() }
  }

  func stopAll() {
    for name in table.withLock({ Array($0.open.keys) }) { stop(name) }
  }

  private func ended(_ name: String) { table.withLock { $0.open[name] = nil } }

  private func find(_ name: String) -> Open? { table.withLock { $0.open[name] } }

  private func nextName() -> String {
    table.withLock { table in
      table.lastNumber += 1
      return "channel-\(table.lastNumber)"
    }
  }
}
