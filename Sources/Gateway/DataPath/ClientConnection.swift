import Basics
import NIOCore
import SPIFFE
import Settings

/// One client's connection: cuts its bytes into requests and writes the answers, one exchange at a time.
///
/// States: receiving → answering → receiving …, or → lingering → closed. Confined to its event loop.
final class ClientConnection: ChannelDuplexHandler, AnswerSink {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private enum State {
    case receiving
    case answering
    /// Answered; what the client still sends is thrown away. Until the deadline, in monotonic nanoseconds.
    case lingering(until: UInt64)
    case closed
  }

  let loop: LoopState
  private let limits: ClientLimits
  private let peerIdentity: PeerIdentity?
  private var context: ChannelHandlerContext?
  private var decoder: HTTPDecoder
  private var input = ByteBuffer()
  private var state = State.receiving
  private var exchange: Exchange?
  private var closesAfterAnswer = false
  /// When the present request began, or the last answer ended.
  private var since = MonotonicTime.now()
  private var isBetweenRequests = true
  /// Requests are being cut out of the input; an answer given meanwhile must not start that anew.
  private var isReceiving = false
  /// When the client stopped reading, in monotonic nanoseconds.
  private var stalledSince: UInt64?
  /// Written since then.
  private var stalledBytes = 0
  private var address = ""
  private var isLoopback = false

  init(loop: LoopState, limits: ClientLimits, peerIdentity: PeerIdentity?) {
    self.loop = loop
    self.limits = limits
    self.peerIdentity = peerIdentity
    decoder = HTTPDecoder(.request, headBytesMax: limits.headBytesMax)
  }

  /// Whether the client reads slower than the answer comes.
  var isWritable: Bool { context?.channel.isWritable ?? false }

  /// Who is at the other end, by its certificate.
  var peerID: SPIFFEID? { peerIdentity?.svid?.id }

  /// Ends the connection, with every other request on it.
  func closeTransport() { peerIdentity?.closeTransport() }

  // MARK: Channel events

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    address = context.channel.remoteAddress?.ipAddress ?? "unknown"
    isLoopback = address.hasPrefix("127.") || address == "::1"
    loop.add(self)
  }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var part = unwrapInboundIn(data)
    switch state {
    case .lingering, .closed: return
    case .receiving, .answering:
      if input.readableBytes == 0 { input = part } else { input.writeBuffer(&part) }
    }
    if case .receiving = state { receive() }
  }

  func read(context: ChannelHandlerContext) {
    if case .answering = state, input.readableBytes > ClientLimits.pipelinedBytesMax { return }
    context.read()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    stalledSince = context.channel.isWritable ? nil : MonotonicTime.now()
    stalledBytes = 0
    exchange?.clientWritable(context.channel.isWritable)
    context.fireChannelWritabilityChanged()
  }

  func channelInactive(context: ChannelHandlerContext) {
    let open = exchange
    exchange = nil
    state = .closed
    open?.clientGone()
    loop.remove(self)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  // MARK: Requests

  private func receive() {
    guard !isReceiving else { return }
    isReceiving = true
    defer { isReceiving = false }
    do throws(HTTPError) {
      while case .receiving = state, let event = try decoder.next(&input) {
        switch event {
        case .head: begin(decoder.head)
        case .body(let part): exchange?.bodyPart(part)
        case .end: end()
        }
      }
    } catch {
      refuseMalformed(error)
    }
    if isBetweenRequests, input.readableBytes > 0 {
      isBetweenRequests = false
      since = MonotonicTime.now()
    }
  }

  private func begin(_ head: HTTPHead) {
    isBetweenRequests = false
    closesAfterAnswer = !head.keepsAlive || loop.isDraining
    let peer = Peer(address: address, isLoopback: isLoopback, svid: peerIdentity?.svid)
    let exchange = Exchange(head, peer: peer, client: self, loop: loop, limits: limits)
    self.exchange = exchange
    exchange.begin()
    // The client waits for leave to send a body. Source: RFC 9110 §10.1.1.
    guard case .receiving = state, let expect = head.value(.expect) else { return }
    if HTTPSyntax.equalsIgnoringCase(expect, "100-continue"), decoder.body != .none {
      write(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n"))
    }
  }

  private func end() {
    state = .answering
    exchange?.bodyEnd()
  }

  /// The bytes are not HTTP/1.1: an answer, and the end of the connection.
  private func refuseMalformed(_ error: HTTPError) {
    if let exchange {
      exchange.bodyBroken()
      return
    }
    closesAfterAnswer = true
    let denial = Denial(.httpMalformed, error.message, details: ["reason": .string(error.rawValue)])
    let docsURL = loop.runtime.snapshot.configuration.denials.docsURL
    let body = DenialBody(denial: denial, decisionID: "", traceID: "", docsURL: docsURL).envelope()
    var buffer = ByteBuffer()
    ResponseHead.begin(&buffer, status: error.status)
    ResponseHead.field(&buffer, "content-type", "application/json")
    state = .answering
    finish(&buffer, body: body)
  }

  // MARK: Answers

  /// Writes a whole answer: `head` is complete but for its length.
  func finish(_ head: inout ByteBuffer, body: [UInt8]) {
    ResponseHead.field(&head, "content-length", body.count)
    endHead(&head)
    head.writeBytes(body)
    write(head)
    answered()
  }

  /// Starts an answer of unknown length.
  func startStream(_ head: inout ByteBuffer) {
    head.writeStaticString("transfer-encoding: chunked\r\n")
    endHead(&head)
    write(head)
  }

  /// Writes one part of a stream, at once.
  func stream(_ part: [UInt8]) {
    guard !part.isEmpty else { return }
    if stalledSince != nil {
      stalledBytes += part.count
      guard stalledBytes <= ClientLimits.waitingBytesMax else { return close() }
    }
    var chunk = ByteBuffer()
    chunk.reserveCapacity(part.count + 16)
    chunk.writeString(String(part.count, radix: 16))
    chunk.writeStaticString("\r\n")
    chunk.writeBytes(part)
    chunk.writeStaticString("\r\n")
    write(chunk)
  }

  func endStream() {
    write(ByteBuffer(staticString: "0\r\n\r\n"))
    answered()
  }

  /// Ends a stream that cannot be completed, so that the client sees that it is cut off.
  func abortStream() { close() }

  func close() { context?.close(promise: nil) }

  private func endHead(_ head: inout ByteBuffer) {
    if closesAfterAnswer || loop.isDraining {
      closesAfterAnswer = true
      head.writeStaticString("connection: close\r\n")
    }
    ResponseHead.finish(&head)
  }

  private func write(_ buffer: ByteBuffer) { context?.writeAndFlush(wrapOutboundOut(buffer), promise: nil) }

  private func answered() {
    exchange = nil
    since = MonotonicTime.now()
    let isBodyRead = decoder.isBetweenMessages
    if closesAfterAnswer || !isBodyRead {
      guard !isBodyRead else { return close() }
      // Unread input would turn the close into a reset that may overtake the answer.
      state = .lingering(until: since &+ UInt64(clamping: ClientLimits.lingerTimeout.nanosecondsSaturating))
      context?.close(mode: .output, promise: nil)
      return
    }
    state = .receiving
    isBetweenRequests = true
    if input.readableBytes > 0 { receive() }
    context?.read()
  }

  // MARK: Time

  func tick(now: UInt64) {
    if let stalledSince, now > stalledSince &+ UInt64(clamping: limits.writeTimeout.nanosecondsSaturating) {
      return close()
    }
    let quiet = now > since ? now - since : 0
    switch state {
    case .lingering(let until):
      if now > until { close() }
    case .receiving where isBetweenRequests:
      if quiet > UInt64(clamping: limits.keepAlive.nanosecondsSaturating) { close() }
    case .receiving:
      if quiet > UInt64(clamping: limits.requestTimeout.nanosecondsSaturating) { expire() }
    case .answering, .closed: return
    }
  }

  /// The request does not come to an end.
  private func expire() {
    if let exchange { exchange.bodyBroken() } else { close() }
  }

  /// The gateway stops: idle connections close now, others after their answer.
  func drain() {
    closesAfterAnswer = true
    if case .receiving = state, isBetweenRequests { close() }
  }

  /// The exchange answers before the body has been read: the rest is not wanted.
  func stopReceiving() {
    closesAfterAnswer = true
    state = .answering
  }
}
