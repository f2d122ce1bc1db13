import Basics
import MCP
import NIOCore
import Synchronization

/// The stdio servers that run now: one process for each conversation, so that callers share no state.
final class StdioProcesses: Sendable {
  /// Processes at once, over all servers.
  static let countMax = 64

  private struct Running: Sendable {
    let process: NIOLoopBound<StdioProcess>
    let eventLoop: any EventLoop
  }

  private struct Table {
    var running: [String: Running] = [:]
    var lastNumber = 0
  }

  private let table = Mutex(Table())

  // MARK: Conversations

  /// Starts a process and makes the handshake; the link's session id is the name of the process.
  func open(
    _ session: ClientSession, _ server: Server, initialize: [UInt8], on loop: LoopState
  ) -> EventLoopFuture<ClientSession.Link> {
    let eventLoop = loop.eventLoop
    return start(server, name: nil, on: eventLoop).flatMap { name in
      self.ask(name, initialize, on: eventLoop).flatMapThrowing { message in
        guard let result = message["result"] else { throw UpstreamFailure.invalid }
        self.tell(name, Array(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#.utf8))
        return ClientSession.Link(
          sessionID: name, protocolVersion: result["protocolVersion"]?.stringValue ?? Handshake.version)
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

  private func ask(_ name: String, _ body: [UInt8], on eventLoop: any EventLoop) -> EventLoopFuture<JSONValue> {
    let promise = eventLoop.makePromise(of: JSONValue.self)
    guard let envelope = try? Envelope(parsing: body) else {
      promise.fail(UpstreamFailure.invalid)
      return promise.futureResult
    }
    let timeout = eventLoop.scheduleTask(in: .nanoseconds(Handshake.timeout.nanosecondsSaturating)) {
      promise.fail(UpstreamFailure.timeout)
    }
    promise.futureResult.whenComplete { _ in timeout.cancel() }
    request(name, envelope, body) { reply in
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

  /// Sends a request to the process `name`; replies come on the process's own event loop.
  func request(
    _ name: String, _ envelope: Envelope, _ bytes: [UInt8], _ reply: @escaping @Sendable (StdioProcess.Reply) -> Void
  ) {
    guard let running = find(name) else { return reply(.failed(.unavailable)) }
    running.eventLoop.execute { running.process.value.request(envelope, bytes: bytes, reply) }
  }

  /// Sends a message that has no answer; says whether the process is there.
  @discardableResult
  func tell(_ name: String, _ bytes: [UInt8]) -> Bool {
    guard let running = find(name) else { return false }
    running.eventLoop.execute { running.process.value.tell(bytes) }
    return true
  }

  func isRunning(_ name: String) -> Bool { find(name) != nil }

  // MARK: Life

  /// Starts the program of `server`. A given name is found again by later callers; without one it gets its own.
  func start(_ server: Server, name: String?, on eventLoop: any EventLoop) -> EventLoopFuture<String> {
    guard case .stdio(let command, let environment) = server.transport else {
      return eventLoop.makeFailedFuture(UpstreamFailure.unavailable)
    }
    guard table.withLock({ $0.running.count < Self.countMax }) else {
      return eventLoop.makeFailedFuture(UpstreamFailure.overloaded)
    }
    guard let child = try? ChildProcess.start(command, environment: environment) else {
      return eventLoop.makeFailedFuture(UpstreamFailure.unavailable)
    }
    let name = name ?? nextName()
    return eventLoop.flatSubmit {
      let process = StdioProcess(child, on: eventLoop) { [weak self] in self?.ended(name) }
      let bound = NIOLoopBound(process, eventLoop: eventLoop)
      self.table.withLock { $0.running[name] = Running(process: bound, eventLoop: eventLoop) }
      return process.attach().map { name }
    }
  }

  func stop(_ name: String) {
    guard let running = table.withLock({ $0.running.removeValue(forKey: name) }) else { return }
    running.eventLoop.execute { running.process.value.stop() }
  }

  func stopAll() {
    for name in table.withLock({ Array($0.running.keys) }) { stop(name) }
  }

  private func ended(_ name: String) { table.withLock { $0.running[name] = nil } }

  private func find(_ name: String) -> Running? { table.withLock { $0.running[name] } }

  private func nextName() -> String {
    table.withLock { table in
      table.lastNumber += 1
      return "process-\(table.lastNumber)"
    }
  }
}
