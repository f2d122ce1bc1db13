import Basics
import NIOCore

/// One request whose whole answer is wanted: the gateway's own calls (handshakes, tool lists, the guard model, bundles).
///
/// An event stream is read until `isLast` accepts an event; a stream of other servers' making may never end.
final class CollectedCall: UpstreamDelegate {
  struct Answer: Sendable {
    let status: Int
    let fields: [(name: String, value: String)]
    let body: [UInt8]

    /// The value of the first field of this name, which is in lower case.
    func field(_ name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }

    var contentType: String { field("content-type") ?? "" }
    var sessionID: String? { field("mcp-session-id") }
    var location: String? { field("location") }
  }

  private let request: ByteBuffer
  private let bytesMax: Int
  private let promise: EventLoopPromise<Answer>
  private let pool: UpstreamOriginPool
  private let loop: any EventLoop
  private var connection: UpstreamConnection?
  private var status: Int?
  private var fields: [(name: String, value: String)] = []
  private var isStream = false
  private var body: [UInt8] = []
  private var timeout: Scheduled<Void>?
  private var isDone = false
  private let isComplete: ([UInt8]) -> Bool

  private init(
    _ request: ByteBuffer, pool: UpstreamOriginPool, on loop: any EventLoop, bytesMax: Int,
    isComplete: @escaping ([UInt8]) -> Bool
  ) {
    self.request = request
    self.pool = pool
    self.loop = loop
    self.bytesMax = bytesMax
    self.isComplete = isComplete
    promise = loop.makePromise()
  }

  /// Sends `request` and gives the answer, at most `bytesMax` bytes of it, or an ``UpstreamFailure``.
  ///
  /// - Parameter isComplete: looks at an event stream's bytes so far and says whether what was wanted is there.
  static func send(
    _ request: ByteBuffer, through pool: UpstreamOriginPool, on loop: any EventLoop, bytesMax: Int, timeout: Duration,
    isComplete: @escaping ([UInt8]) -> Bool = { _ in false }
  ) -> EventLoopFuture<Answer> {
    let call = CollectedCall(request, pool: pool, on: loop, bytesMax: bytesMax, isComplete: isComplete)
    let bound = NIOLoopBound(call, eventLoop: loop)
    call.timeout = loop.scheduleTask(in: .nanoseconds(timeout.nanosecondsSaturating)) { bound.value.expire() }
    pool.acquire(call)
    return call.promise.futureResult
  }

  private func expire() {
    _ = pool.abandon(self)
    connection?.cancel()
    upstreamFailed(.timeout)
  }

  func upstreamReady(_ connection: UpstreamConnection) {
    guard !isDone else { return connection.cancel() }
    self.connection = connection
    connection.send(request)
  }

  func upstreamHead(_ head: HTTPHead) {
    status = head.status
    isStream = head.string(.contentType)?.hasPrefix("text/event-stream") == true
    fields = head.fields.map { field in
      (
        name: String(decoding: head.slice(field.name), as: UTF8.self),
        value: String(decoding: head.slice(field.value), as: UTF8.self)
      )
    }
  }

  func upstreamBody(_ part: ByteBuffer) {
    guard body.count + part.readableBytes <= bytesMax else {
      connection?.cancel()
      return upstreamFailed(.tooLarge)
    }
    body.append(contentsOf: part.readableBytesView)
    guard isStream, isComplete(body) else { return }
    connection?.cancel()
    upstreamEnd()
  }

  func upstreamEnd() {
    guard let status, finish() else { return }
    promise.succeed(Answer(status: status, fields: fields, body: body))
  }

  func upstreamFailed(_ failure: UpstreamFailure) {
    if finish() { promise.fail(failure) }
  }

  private func finish() -> Bool {
    guard !isDone else { return false }
    isDone = true
    connection = nil
    timeout?.cancel()
    return true
  }
}
