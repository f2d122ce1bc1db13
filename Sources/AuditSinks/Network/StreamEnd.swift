import NIOCore

/// Tells when the other end has read everything and closed, which is all the receipt that a stream of syslog has.
///
/// It stands before TLS. States: `sending` → `acknowledged` (the other end's kernel has every byte; only now do we say that
/// there are no more) → `closed`. An orderly close that comes sooner, or one that leaves bytes unread, which breaks the
/// connection, is no receipt: what was sent goes again.
final class StreamEnd: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  /// Pauses between two looks at what is acknowledged.
  private static let pauseFirst = TimeAmount.microseconds(200)
  private static let pauseMax = TimeAmount.milliseconds(50)
  /// Places of `tcpi_unacked` and `tcpi_notsent_bytes` in Linux's `struct tcp_info`, in words of 32 bits. The C library
  /// does not know the second yet; kernels before 4.6 leave it zero.
  private static let unacknowledged = 6
  private static let unsent = 36

  private let end: EventLoopPromise<Void>
  private var isAcknowledged = false

  init(_ end: EventLoopPromise<Void>) { self.end = end }

  /// Everything is with our kernel: waits until it is with the other one, and closes our half.
  func finish(_ channel: any Channel, pause: TimeAmount = pauseFirst) {
    guard let options = channel as? any SocketOptionProvider else {
      return end.fail(SinkFailure("the connection cannot tell what arrived"))
    }
    // 256 bytes, more than the structure has; what the kernel does not fill stays zero.
    let words: EventLoopFuture<SIMD64<UInt32>> = options.unsafeGetSocketOption(level: .tcp, name: .tcp_info)
    words.assumeIsolated().whenComplete { [self] result in
      switch result {
      case .success(let words) where words[Self.unacknowledged] == 0 && words[Self.unsent] == 0:
        isAcknowledged = true
        channel.close(mode: .output, promise: nil)
      case .success:
        channel.eventLoop.assumeIsolated().scheduleTask(in: pause) { [self] in
          finish(channel, pause: min(Self.pauseMax, pause + pause))
        }
      case .failure(let error): end.fail(error)
      }
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent, !isAcknowledged {
      end.fail(SinkFailure("the receiver closed before it had everything"))
    }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    if isAcknowledged { end.succeed() } else { end.fail(SinkFailure("the receiver closed before it had everything")) }
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    end.fail(error)
    context.fireErrorCaught(error)
  }
}
