import Basics
import NIOCore
import SPIFFE

/// One request of the gateway's own to a server that is no MCP server: a bundle server, or another decision point.
///
/// What comes back is wanted whole, within a time and a size; half an answer is none.
final class DocumentFetch: UpstreamDelegate {
  struct Answer: Sendable {
    let status: Int
    let fields: [(name: String, value: String)]
    let body: [UInt8]

    /// The value of the first field of this name, which is in lower case.
    func field(_ name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }
  }

  struct Request: Sendable {
    var verb = "GET"
    let url: UpstreamURL
    var fields: [(name: String, value: String)] = []
    var body: [UInt8]?
    var token: Redacted<String>?
  }

  private let request: ByteBuffer
  private let bytesMax: Int
  private let promise: EventLoopPromise<Answer>
  private let pool: UpstreamOriginPool
  private var connection: UpstreamConnection?
  private var head: (status: Int, fields: [(name: String, value: String)])?
  private var body: [UInt8] = []
  private var timeout: Scheduled<Void>?
  private var isDone = false

  private init(_ request: ByteBuffer, pool: UpstreamOriginPool, on loop: any EventLoop, bytesMax: Int) {
    self.request = request
    self.pool = pool
    self.bytesMax = bytesMax
    promise = loop.makePromise()
  }

  /// Fails with an ``UpstreamFailure``.
  static func send(
    _ request: Request, on loop: LoopState, bytesMax: Int, timeout: Duration, connectionsMax: Int = 128,
    peers: Set<SPIFFEID> = []
  ) -> EventLoopFuture<Answer> {
    var limits = UpstreamLimits()
    limits.answerTimeout = timeout
    limits.waitTimeout = timeout
    limits.connectTimeout = min(timeout, limits.connectTimeout)
    limits.connectionsMax = connectionsMax
    limits.peers = peers
    let pool = loop.pools.pool(for: request.url.origin, limits: limits)
    let fetch = DocumentFetch(bytes(of: request), pool: pool, on: loop.eventLoop, bytesMax: bytesMax)
    let bound = NIOLoopBound(fetch, eventLoop: loop.eventLoop)
    fetch.timeout = loop.eventLoop.scheduleTask(in: .nanoseconds(timeout.nanosecondsSaturating)) {
      bound.value.expire()
    }
    pool.acquire(fetch)
    return fetch.promise.futureResult
  }

  private static func bytes(of request: Request) -> ByteBuffer {
    var buffer = ByteBufferAllocator().buffer(capacity: 512 + (request.body?.count ?? 0))
    buffer.writeString("\(request.verb) \(request.url.path) HTTP/1.1\r\nhost: \(request.url.origin.authority)\r\n")
    buffer.writeStaticString("accept-encoding: identity\r\nuser-agent: precinct\r\n")
    for (name, value) in request.fields where value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) {
      buffer.writeString("\(name): \(value)\r\n")
    }
    if let token = request.token { buffer.writeString("authorization: Bearer \(token.exposed())\r\n") }
    if let body = request.body {
      if !request.fields.contains(where: { $0.name.lowercased() == "content-type" }) {
        buffer.writeStaticString("content-type: application/json\r\n")
      }
      buffer.writeString("content-length: \(body.count)\r\n\r\n")
      buffer.writeBytes(body)
    } else {
      buffer.writeStaticString("\r\n")
    }
    return buffer
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
    let fields = head.fields.map { field in
      (
        name: String(decoding: head.slice(field.name), as: UTF8.self),
        value: String(decoding: head.slice(field.value), as: UTF8.self)
      )
    }
    self.head = (head.status, fields)
  }

  func upstreamBody(_ part: ByteBuffer) {
    guard body.count + part.readableBytes <= bytesMax else {
      connection?.cancel()
      return upstreamFailed(.tooLarge)
    }
    body.append(contentsOf: part.readableBytesView)
  }

  func upstreamEnd() {
    guard let head, finish() else { return }
    promise.succeed(Answer(status: head.status, fields: head.fields, body: body))
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
