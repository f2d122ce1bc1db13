import Audit
import Basics
import Identity
public import NIOCore
import NIOPosix
import NIOSSL
import SPIFFE
public import Settings
import Synchronization
import Telemetry

/// The listener that agents connect to, with its event loops.
public final class DataPlane: Sendable {
  let group: MultiThreadedEventLoopGroup
  private let loops: [NIOLoopBound<LoopState>]
  private let runtime: GatewayRuntime
  private let limits: ClientLimits
  private let drainTimeout: Duration
  private let channel = Mutex<(any Channel)?>(nil)
  private let admission: ConnectionAdmission

  /// Address and port that the listener got, once it listens.
  public var address: SocketAddress? { channel.withLock { $0?.localAddress } }

  public init(runtime: GatewayRuntime, configuration: Configuration) async throws {
    let settings = configuration.listeners.data
    let threads = settings.threads == 0 ? System.coreCount : settings.threads
    group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
    self.runtime = runtime
    limits = ClientLimits(settings, configuration.limits)
    drainTimeout = settings.drainTimeout
    admission = ConnectionAdmission(max: settings.connectionsMax)
    let tls = try NIOSSLContext(configuration: .makeClientConfiguration())
    var loops: [NIOLoopBound<LoopState>] = []
    for eventLoop in group.makeIterator() {
      loops.append(
        try await eventLoop.submit {
          let state = LoopState(eventLoop: eventLoop, runtime: runtime, tls: tls)
          let bound = NIOLoopBound(state, eventLoop: eventLoop)
          eventLoop.scheduleRepeatedTask(
            initialDelay: .nanoseconds(LoopState.tickInterval.nanosecondsSaturating),
            delay: .nanoseconds(LoopState.tickInterval.nanosecondsSaturating)
          ) { _ in bound.value.tick() }
          return bound
        }.get())
    }
    self.loops = loops
    observeAudit()
    observeRevocations()
    scheduleSweeps()
  }

  /// Wakes the loops that wait for a commit.
  private func observeAudit() {
    let states = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
    runtime.audit.addObserver { [runtime] progress in
      let metrics = runtime.metrics
      if progress.failure == nil { metrics.auditCommits.increment() } else { metrics.auditFailures.increment() }
      metrics.auditEntries.increment(by: UInt64(clamping: progress.entries))
      metrics.auditFailing.set(progress.failure != nil)
      for eventLoop in runtime.waitingLoops.take() {
        guard let state = states[ObjectIdentifier(eventLoop)] else { continue }
        eventLoop.execute { state.value.release(progress) }
      }
    }
  }

  /// Ends whatever an identity has open in the moment in which it is kept out.
  private func observeRevocations() {
    runtime.identities.observe { [loops, runtime] record in
      guard record.isKeptOut else { return }
      for bound in loops { bound.eventLoop.execute { bound.value.end(record.id) } }
      let sessions = runtime.sessions.endAll(of: record.id.text)
      guard !sessions.isEmpty, let first = loops.first else { return }
      first.eventLoop.execute {
        for session in sessions { SessionEnd.tell(session, on: first.value) }
      }
    }
  }

  private func scheduleSweeps() {
    guard let first = loops.first else { return }
    let interval = TimeAmount.nanoseconds(Sweep.interval.nanosecondsSaturating)
    first.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
      Sweep.run(on: first.value, now: .now(), monotonic: MonotonicTime.now())
    }
  }

  // MARK: Listening

  public func listen(host: String, port: Int, tls: ServerTLS?) async throws {
    let states = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
    let (limits, admission) = (limits, admission)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1_024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard admission.enter() else { throw ChannelError.inappropriateOperationForState }
          channel.closeFuture.whenComplete { _ in admission.leave() }
          guard let state = states[ObjectIdentifier(channel.eventLoop)] else { throw ChannelError.eof }
          guard let tls else {
            return try channel.pipeline.syncOperations.addHandler(
              ClientConnection(loop: state.value, limits: limits, peerIdentity: nil))
          }
          let identity = try tls.install(on: channel)
          try ConnectionProtocols(loop: state.value, limits: limits, identity: identity).install(on: channel)
        }
      }
    let bound = try await bootstrap.bind(host: host, port: port).get()
    channel.withLock { $0 = bound }
  }

  /// The loop for work that no client asked for, such as reading tool lists at start.
  func onSomeLoop(_ work: @escaping @Sendable (LoopState) -> Void) {
    guard let first = loops.first else { return }
    first.eventLoop.execute { work(first.value) }
  }

  // MARK: Stopping

  /// Takes no new connections, lets calls in flight finish for at most the drain time-out, and ends the rest.
  public func drain() async {
    try? await channel.withLock { $0 }?.close().get()
    let loops = loops
    let drained = loops.map { bound in bound.eventLoop.flatSubmit { bound.value.drain() } }
    let timeout = group.any().scheduleTask(in: .nanoseconds(drainTimeout.nanosecondsSaturating)) {
      for bound in loops { bound.eventLoop.execute { bound.value.closeAll() } }
    }
    for future in drained { try? await future.get() }
    timeout.cancel()
    for bound in loops { try? await bound.eventLoop.submit { bound.value.closeAll() }.get() }
    runtime.channels.stopAll()
  }

  public func shutdown() async { try? await group.shutdownGracefully() }
}
