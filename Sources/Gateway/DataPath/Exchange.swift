import Audit
import Basics
import MCP
import NIOCore
import Settings
import Telemetry

/// One request and its answer: collects the body, walks the chain, records, forwards, and sends the answer back.
///
/// ```
/// collecting → deciding → [deciding: waiting for I/O] → forwarding → answering → done
///                 └────────────── refusing ───────────────────────────────────────┘
/// ```
///
/// Confined to its event loop; the steps stand in `Exchange+….swift`.
final class Exchange {
  enum Stage {
    case collecting, deciding, forwarding, answering, refusing, done
  }

  /// What happens when an entry of the audit log has become durable.
  enum DurableStep {
    /// The call may go on to the upstream.
    case forward
    /// The answer that waits may leave.
    case answer
    /// The stream's head and what was held behind it may leave.
    case stream
  }

  let loop: LoopState
  let limits: ClientLimits
  /// What the call is judged by. A stream that stays open goes on under later ones.
  var snapshot: Snapshot
  private(set) weak var client: (any AnswerSink)?
  let call: Call
  var stage = Stage.collecting
  private let hasMethod: Bool
  private let hasRoute: Bool
  /// Who asks, before a page of it sends anything, what it may send.
  private let preflightOrigin: String?
  private(set) var preflightHeaders: [String] = []
  /// The bytes of the body as they arrive.
  private var body: [UInt8] = []

  // The chain.
  var waitingSince: UInt64 = 0

  // The upstream leg; see Exchange+Forward.
  var connection: UpstreamConnection?
  var link: ClientSession.Link?
  var isRetry = false
  /// The server has sent the request elsewhere.
  var isMoved = false
  /// The request on a channel, while its answer is waited for.
  var channelRequest: (name: String, key: Multiplexer.Key)?
  var forwardedAt: UInt64 = 0
  /// Whose stream this is, while it is open and counted.
  var streamOwner: String?
  /// Monotonic nanoseconds at which the leg is given up.
  var deadline = UInt64.max

  // The answer; see Exchange+Answer.
  var answer = Answer()
  var decisionSequence: UInt64 = 0
  /// The parts of a batch; see Exchange+Batch.
  var batch: BatchAnswer?
  /// The streams of several servers that the answer is made of; see Exchange+MergedStream.
  var merged: MergedStream?
  /// What an HTTP+SSE client listens to; see Exchange+EventStream.
  var clientChannel: ClientChannel?

  init(_ head: HTTPHead, peer: Peer, client: ClientConnection, loop: LoopState, limits: ClientLimits) {
    self.client = client
    self.loop = loop
    self.limits = limits
    snapshot = loop.snapshot
    let route = Route(path: head.path)
    let facts = RequestFacts(head, route: route ?? .mcp(server: nil), peer: peer)
    let now = Timestamp.now()
    call = Call(
      facts ?? RequestFacts(), decisionID: Identifiers.decision(at: now, &loop.random),
      traceID: facts?.traceparent.flatMap(Identifiers.traceID) ?? Identifiers.trace(&loop.random), receivedAt: now,
      startedAt: MonotonicTime.now())
    hasMethod = facts != nil
    hasRoute = route != nil
    preflightOrigin = head.method == .options ? head.string(.origin) : nil
    if preflightOrigin != nil { preflightHeaders = head.list(named: "access-control-request-headers") }
  }

  /// A message that did not come in an HTTP request of its own.
  init(_ facts: RequestFacts, body: [UInt8], loop: LoopState, limits: ClientLimits) {
    self.loop = loop
    self.limits = limits
    snapshot = loop.snapshot
    let now = Timestamp.now()
    call = Call(
      facts, decisionID: Identifiers.decision(at: now, &loop.random), traceID: Identifiers.trace(&loop.random),
      receivedAt: now, startedAt: MonotonicTime.now())
    call.body = body
    hasMethod = true
    hasRoute = true
    preflightOrigin = nil
  }

  /// Walks the chain with the message as it is, and answers `client`.
  func play(for client: any AnswerSink) {
    self.client = client
    loop.add(self)
    start()
  }

  // MARK: The request arrives

  /// Refuses what no route takes, and makes room for the body that the head declares.
  func begin() {
    loop.add(self)
    if let preflightOrigin { return answerPreflight(preflightOrigin) }
    guard hasMethod else { return refuseEarly(.methodNotAllowed, "This path does not take that method.") }
    guard hasRoute else { return refuseEarly(.routeUnknown, "There is nothing at this path.") }
    guard let declared = call.request.declaredBytes else { return }
    if declared > limits.bodyBytesMax { return overflow() }
    body.reserveCapacity(declared)
  }

  func bodyPart(_ part: ByteBuffer) {
    guard stage == .collecting else { return }
    guard body.count + part.readableBytes <= limits.bodyBytesMax else { return overflow() }
    unsafe part.withUnsafeReadableBytes { unsafe body.append(contentsOf: $0) }
  }

  func bodyEnd() {
    guard stage == .collecting else { return }
    call.body = body
    body = []
    if call.body.first == UInt8(ascii: "["), playBatch() { return }
    start()
  }

  /// More than the limit: the rest is not read.
  private func overflow() {
    body = []
    call.isBodyTooLarge = true
    client?.stopReceiving()
    start()
  }

  /// The body is malformed or does not come to an end.
  func bodyBroken() {
    guard stage == .collecting else { return }
    call.isBodyIncomplete = true
    client?.stopReceiving()
    start()
  }

  func clientGone() {
    client = nil
    switch stage {
    case .collecting:
      call.isBodyIncomplete = true
      start()
    case .deciding, .refusing:
      guard let batch else { break }
      batch.clientGone()
      finish()
    case .forwarding, .answering: abandon()
    case .done: break
    }
  }

  func clientWritable(_ isWritable: Bool) {
    guard stage == .answering else { return }
    connection?.setReading(isWritable)
    merged?.setReading(isWritable)
  }

  // MARK: Deciding

  private func start() {
    stage = .deciding
    loop.runtime.metrics.activeRequests.increment()
    switch call.request.route {
    case .health: return answerHealth()
    case .protectedResource: return answerProtectedResource()
    case .eventStream where !servesEventStreams, .messages where !servesEventStreams:
      return refuse(Denial(.routeUnknown, "HTTP+SSE is not served here; see listeners.data.http_sse."))
    case .messages(let id): return relay(to: id)
    case .mcp, .eventStream: break
    }
    if loop.isDraining { return refuse(Denial(.draining, "The gateway is shutting down.", retryAfterSeconds: 1)) }
    if let denial = loop.runtime.doorway.refusal(of: call.request, now: call.receivedAt) { return refuse(denial) }
    decide()
  }

  private var servesEventStreams: Bool { snapshot.configuration.listeners.data.httpSSE }

  private func decide() { take(snapshot.chain.admit(call, from: 0, on: loop)) }

  private func take(_ progress: Chain.Progress) {
    switch progress {
    case .admitted: admitted()
    case .refused(let denial): refuse(denial)
    case .waiting(let index, let future):
      waitingSince = MonotonicTime.now()
      let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
      future.hop(to: loop.eventLoop).whenComplete { bound.value.resume(at: index, $0) }
    }
  }

  private func resume(at index: Int, _ result: Result<Resumption, any Error>) {
    guard stage == .deciding else { return }
    let resumption: Resumption
    switch result {
    case .success(let value): resumption = value
    case .failure:
      let layer = snapshot.chain.layers[index].name
      resumption = { _ in .refuse(Denial(.unavailable(layer), "This layer could not answer.")) }
    }
    let waited = MonotonicTime.now() &- waitingSince
    take(snapshot.chain.resume(call, at: index, with: resumption, waited: waited, on: loop))
  }

  /// All layers let the call through: it is recorded, and goes on.
  private func admitted() {
    loop.runtime.count(call, .allow)
    let isDurabilityNeeded = snapshot.isDurabilityNeededFirst(for: call)
    guard let sequence = record(decision: .allow, code: nil, isAwaited: isDurabilityNeeded) else {
      return refuse(AuditTrail.denial)
    }
    decisionSequence = sequence
    guard let client else { return abandon() }
    client.admitted()
    stage = .forwarding
    if isDurabilityNeeded {
      loop.whenDurable(sequence, self, .forward)
    } else {
      forward()
    }
  }

  // MARK: Durability

  func durable(_ step: DurableStep) {
    switch (step, stage) {
    case (.forward, .forwarding): forward()
    case (.answer, .answering), (.answer, .refusing): sendHeldAnswer()
    case (.stream, .answering): startStream()
    default: break
    }
  }

  /// The log could not be written: nothing leaves.
  func notDurable(_ step: DurableStep) {
    switch stage {
    case .forwarding:
      settle(.refused(.auditUnavailable))
      send(AuditTrail.denial)
    case .answering, .refusing:
      if answer.isStreaming {
        client?.abortStream()
        finish()
      } else {
        connection?.cancel()
        send(AuditTrail.denial)
      }
    default: break
    }
  }

  // MARK: The end

  func settle(_ outcome: Outcome) {
    snapshot.chain.settle(call, outcome)
    call.entered = 0
  }

  func finish() {
    guard stage != .done else { return }
    stage = .done
    connection = nil
    merged?.close()
    merged = nil
    if let streamOwner { loop.runtime.streams.close(streamOwner) }
    loop.remove(self)
    loop.runtime.metrics.activeRequests.decrement()
  }

  /// The client went away: the upstream is told by closing its connection, where a disconnect means that.
  func abandon() {
    let wasAnswered = answer.isOutcomeRecorded
    connection?.cancel()
    leaveChannel(isCancelled: call.era == .modern)
    clientChannel?.close()
    if !wasAnswered {
      settle(.abandoned)
      _ = recordOutcome(status: 499, code: nil)
    }
    finish()
  }

  func tick(now: UInt64) {
    if now > deadline {
      deadline = .max
      upstreamFailed(.timeout)
    } else if answer.isStreaming {
      keepAlive(now: now)
      followSnapshot()
      merged?.tick(now: now)
    }
  }
}
