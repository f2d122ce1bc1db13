import Basics
import NIOCore

/// One HTTP/1.1 connection to an upstream: carries one exchange at a time and goes back to its pool.
///
/// Confined to its event loop.
final class UpstreamConnection: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private weak var pool: UpstreamOriginPool?
  /// Carries one stream and ends with it.
  let isLasting: Bool
  private(set) var channel: (any Channel)?
  private var context: ChannelHandlerContext?
  private var decoder: HTTPDecoder
  private var pending = ByteBuffer()
  private var delegate: (any UpstreamDelegate)?
  private var isReading = true
  private var wantsRead = false
  /// When it became idle, in monotonic nanoseconds.
  var idleSince: UInt64 = 0

  init(pool: UpstreamOriginPool, isLasting: Bool, headBytesMax: Int) {
    self.pool = pool
    self.isLasting = isLasting
    decoder = HTTPDecoder(.response, headBytesMax: headBytesMax)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    channel = context.channel
  }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// Takes the next exchange. The connection is idle.
  func begin(_ delegate: any UpstreamDelegate) {
    self.delegate = delegate
    delegate.upstreamReady(self)
  }

  /// Sends one whole request.
  func send(_ request: ByteBuffer) { context?.writeAndFlush(wrapOutboundOut(request), promise: nil) }

  /// Holds back the upstream while the client is slow.
  func setReading(_ reads: Bool) {
    isReading = reads
    guard reads, wantsRead else { return }
    wantsRead = false
    channel?.read()
  }

  /// Ends the exchange without an answer: the connection is closed, which a modern server takes as cancellation.
  func cancel() {
    delegate = nil
    channel?.close(promise: nil)
  }

  // MARK: Channel events

  func read(context: ChannelHandlerContext) {
    if isReading { context.read() } else { wantsRead = true }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var incoming = unwrapInboundIn(data)
    guard delegate != nil else {
      // Bytes that nobody asked for: the two sides disagree about where an answer ended.
      context.close(promise: nil)
      return
    }
    if pending.readableBytes > 0 {
      pending.writeBuffer(&incoming)
    } else {
      pending = incoming
    }
    decode(context)
  }

  private func decode(_ context: ChannelHandlerContext) {
    do throws(HTTPError) {
      while let delegate, let event = try decoder.next(&pending) {
        switch event {
        case .head: delegate.upstreamHead(decoder.head)
        case .body(let part): delegate.upstreamBody(part)
        case .end: return finish(context)
        }
      }
      if pending.readableBytes == 0 { pending = ByteBuffer() }
    } catch {
      fail(.invalid)
      context.close(promise: nil)
    }
  }

  private func finish(_ context: ChannelHandlerContext) {
    let ended = delegate
    delegate = nil
    let isClean = pending.readableBytes == 0 && decoder.head.keepsAlive && decoder.body != .untilClose
    pending = ByteBuffer()
    setReading(true)
    // The pool first, so that what the delegate starts next finds the connection.
    if isClean, context.channel.isActive {
      pool?.release(self)
    } else {
      context.close(promise: nil)
    }
    ended?.upstreamEnd()
  }

  private func fail(_ failure: UpstreamFailure) {
    let failed = delegate
    delegate = nil
    failed?.upstreamFailed(failure)
  }

  func channelInactive(context: ChannelHandlerContext) {
    if let ended = delegate {
      delegate = nil
      let event = try? decoder.finish()
      if case .end = event { ended.upstreamEnd() } else { ended.upstreamFailed(.unavailable) }
    }
    pool?.closed(self)
    channel = nil
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    fail(.unavailable)
    context.close(promise: nil)
  }
}
