import Audit
import Basics
import Detection
import Identity
import NIOCore
import NIOSSL
import Rego
import SPIFFE
import Synchronization
import Telemetry

/// Everything that belongs to one event loop: scratch space, connections, what waits. Never leaves its thread.
final class LoopState {
  /// How often deadlines are looked at.
  static let tickInterval = Duration.milliseconds(100)

  let eventLoop: any EventLoop
  let runtime: GatewayRuntime
  let pools: UpstreamPool
  let scan: ScanScratch
  let rego: RegoContext
  var random = RandomPool()
  var places = MovedPlaces()
  var visibilityChanges = VisibilityChanges()
  private var durability = DurabilityQueue()
  private var connections: [ObjectIdentifier: ClientConnection] = [:]
  private var exchanges: [ObjectIdentifier: Exchange] = [:]
  private(set) var isDraining = false
  private var seen: (generation: Int, snapshot: Snapshot)?
  private var drained: EventLoopPromise<Void>?

  init(eventLoop: any EventLoop, runtime: GatewayRuntime, tls: NIOSSLContext?) {
    self.eventLoop = eventLoop
    self.runtime = runtime
    pools = UpstreamPool(eventLoop: eventLoop, tls: tls, identity: runtime.identity)
    scan = ScanScratch()
    rego = RegoContext()
  }

  /// The snapshot in force. The lock that guards it is taken only when there is a new one.
  var snapshot: Snapshot {
    let generation = runtime.generation.load(ordering: .acquiring)
    if let seen, seen.generation == generation { return seen.snapshot }
    let snapshot = runtime.snapshot
    seen = (generation, snapshot)
    return snapshot
  }

  // MARK: What lives here

  func add(_ connection: ClientConnection) {
    connections[ObjectIdentifier(connection)] = connection
    runtime.metrics.activeConnections.increment()
  }

  func remove(_ connection: ClientConnection) {
    guard connections.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
    runtime.metrics.activeConnections.decrement()
    finishDrain()
  }

  func add(_ exchange: Exchange) { exchanges[ObjectIdentifier(exchange)] = exchange }
  func remove(_ exchange: Exchange) { exchanges[ObjectIdentifier(exchange)] = nil }

  /// Closes the connections that `id` proved itself on, and those on which it is being answered.
  func end(_ id: SPIFFEID) {
    for connection in connections.values where connection.peerID == id { connection.closeTransport() }
    for exchange in exchanges.values where exchange.call.principal?.id == id { exchange.client?.abortStream() }
  }

  /// Looks at every deadline of this loop.
  func tick() {
    let now = MonotonicTime.now()
    pools.tick(now: now)
    for exchange in exchanges.values { exchange.tick(now: now) }
    for connection in connections.values { connection.tick(now: now) }
  }

  // MARK: Durability

  /// Goes on with `exchange` once the entry `sequence` is on disk.
  func whenDurable(_ sequence: UInt64, _ exchange: Exchange, _ step: Exchange.DurableStep) {
    if durability.isDurable(sequence) { return exchange.durable(step) }
    durability.wait(DurabilityQueue.Waiting(sequence: sequence, exchange: exchange, step: step))
    runtime.waitingLoops.mark(eventLoop)
    // A commit or a failure that came between the append and the mark woke nobody here.
    guard runtime.audit.durableThrough >= sequence || runtime.audit.failure != nil else { return }
    let bound = NIOLoopBound(self, eventLoop: eventLoop)
    eventLoop.execute { bound.value.catchUp(to: sequence) }
  }

  private func catchUp(to sequence: UInt64) {
    releaseDurable()
    guard runtime.audit.failure != nil else { return }
    while let next = durability.popFailed(through: sequence) { next.exchange.notDurable(next.step) }
  }

  /// Goes on with whatever has become durable, and gives up what a failure left behind.
  func release(_ progress: AuditProgress) {
    releaseDurable()
    if let failure = progress.failure {
      while let next = durability.popFailed(through: failure.failedThrough) { next.exchange.notDurable(next.step) }
    }
  }

  /// Marks before it looks again: a commit that comes after the mark wakes this loop, one that came before is seen.
  private func releaseDurable() {
    var through: UInt64
    repeat {
      through = runtime.audit.durableThrough
      while let next = durability.pop(through: through) { next.exchange.durable(next.step) }
      if durability.isEmpty { return }
      runtime.waitingLoops.mark(eventLoop)
    } while runtime.audit.durableThrough > through
  }

  // MARK: Drain

  /// Lets calls in flight finish and closes idle connections; succeeds when the last one is gone.
  func drain() -> EventLoopFuture<Void> {
    isDraining = true
    let promise = eventLoop.makePromise(of: Void.self)
    drained = promise
    for connection in connections.values { connection.drain() }
    finishDrain()
    return promise.futureResult
  }

  /// Ends whatever is left.
  func closeAll() {
    for connection in connections.values { connection.close() }
    pools.closeAll()
  }

  private func finishDrain() {
    guard isDraining, connections.isEmpty, let promise = drained else { return }
    drained = nil
    promise.succeed(())
  }
}
