import NIOCore
import NIOSSL

/// Sends bytes and says that there are no more.
final class StreamWriter: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let bytes: ByteBuffer
  private let written: EventLoopPromise<Void>
  private let end: EventLoopPromise<Void>

  /// - Parameters:
  ///   - written: Told that everything is with our kernel.
  ///   - end: Told what goes wrong.
  init(_ bytes: ByteBuffer, written: EventLoopPromise<Void>, end: EventLoopPromise<Void>) {
    self.bytes = bytes
    self.written = written
    self.end = end
  }

  func channelActive(context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(bytes), promise: written)
    let channel = context.channel
    written.futureResult.whenSuccess { channel.close(mode: .output, promise: nil) }
    context.fireChannelActive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A receiver that ends TLS without a goodbye has still closed: the bytes below tell whether it had everything.
    if error as? NIOSSLError == .uncleanShutdown { return }
    end.fail(error)
    context.close(mode: .all, promise: nil)
  }
}
