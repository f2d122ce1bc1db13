import Basics
import MCP
import NIOCore

/// A server that speaks HTTP+SSE: its messages come on one event stream, and ours are posted to the endpoint that
/// its first event names. Confined to the event loop that opened it.
///
/// - Source: MCP 2024-11-05, Transports, HTTP with SSE.
final class EventChannel: UpstreamDelegate, ServerTransport {
  /// Time for the server to name its endpoint.
  static let openTimeout = TimeAmount.seconds(10)
  /// What an answer to a post may hold; it means nothing, in bytes.
  private static let postAnswerBytesMax = 65_536
  private static let postTimeout = Duration.seconds(30)
  /// Messages that wait to be posted.
  private static let queueMax = 512

  private let url: UpstreamURL
  private let limits: UpstreamLimits
  private let loop: LoopState
  private let opened: EventLoopPromise<Void>
  private let onEnd: () -> Void
  private weak var conversation: ServerChannel?
  private var connection: UpstreamConnection?
  private var parser: EventStreamParser
  private var endpoint: UpstreamURL?
  private var queue: [[UInt8]] = []
  private var isPosting = false
  private var isEnded = false

  init(_ url: UpstreamURL, _ server: Server, _ loop: LoopState, onEnd: @escaping () -> Void) {
    self.url = url
    limits = server.limits
    self.loop = loop
    self.onEnd = onEnd
    opened = loop.eventLoop.makePromise()
    parser = EventStreamParser(eventBytesMax: loop.snapshot.eventBytesMax)
  }

  private var pool: UpstreamOriginPool { loop.pools.pool(for: url.origin, limits: limits) }

  /// Opens the stream; succeeds once the server has said where to post.
  func open(for conversation: ServerChannel) -> EventLoopFuture<Void> {
    self.conversation = conversation
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    let timeout = loop.eventLoop.scheduleTask(in: Self.openTimeout) { bound.value.upstreamFailed(.timeout) }
    opened.futureResult.whenComplete { _ in timeout.cancel() }
    pool.acquire(self, isLasting: true)
    return opened.futureResult
  }

  func send(_ message: [UInt8]) {
    guard !isEnded, queue.count < Self.queueMax else { return upstreamFailed(.overloaded) }
    queue.append(message)
    post()
  }

  func close() { end(.unavailable) }

  /// One post at a time, so that messages arrive in the order in which they were sent.
  private func post() {
    guard !isPosting, let endpoint, !queue.isEmpty else { return }
    isPosting = true
    let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
    CollectedCall.send(
      UpstreamRequest.own(.post, endpoint, body: queue.removeFirst()), through: pool, on: loop.eventLoop,
      bytesMax: Self.postAnswerBytesMax, timeout: Self.postTimeout
    ).whenComplete { result in
      let channel = bound.value
      channel.isPosting = false
      guard case .success(let answer) = result, (200..<300).contains(answer.status) else {
        return channel.upstreamFailed(.unavailable)
      }
      channel.post()
    }
  }

  // MARK: The stream

  func upstreamReady(_ connection: UpstreamConnection) {
    guard !isEnded else { return connection.cancel() }
    self.connection = connection
    connection.send(UpstreamRequest.own(.get, url, body: nil))
  }

  func upstreamHead(_ head: HTTPHead) {
    guard head.status == 200, HTTPSyntax.list(head.value(.contentType) ?? [], holds: "text/event-stream") else {
      return upstreamFailed(.invalid)
    }
  }

  func upstreamBody(_ part: ByteBuffer) {
    parser.append(part.readableBytesView)
    do throws(EventStreamError) {
      while !isEnded, let event = try parser.next() { take(event) }
    } catch {
      upstreamFailed(.tooLarge)
    }
  }

  private func take(_ event: ServerSentEvent) {
    guard event.hasData else { return }
    if event.isMessage, endpoint != nil { conversation?.receive(event.data) }
    guard endpoint == nil else { return }
    // Where to post is the server's word, so it must be a place of the server's own.
    guard event.name?.elementsEqual("endpoint".utf8) == true,
      let place = url.resolving(String(decoding: event.data, as: UTF8.self))
    else { return upstreamFailed(.invalid) }
    endpoint = place
    opened.succeed(())
    post()
  }

  func upstreamEnd() { end(.unavailable) }
  func upstreamFailed(_ failure: UpstreamFailure) { end(failure) }

  private func end(_ failure: UpstreamFailure) {
    guard !isEnded else { return }
    isEnded = true
    _ = pool.abandon(self)
    connection?.cancel()
    connection = nil
    queue = []
    if endpoint == nil { opened.fail(failure) }
    conversation?.fail(failure)
    onEnd()
  }
}
