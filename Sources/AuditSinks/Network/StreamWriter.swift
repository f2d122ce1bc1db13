import NIOCore
import NIOSSL

/// Sends bytes when the connection stands.
final class StreamWriter: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let bytes: ByteBuffer
  private let stream: StreamEnd
  private let end: EventLoopPromise<Void>

  /// - Parameters:
  ///   - stream: Told that everything is with our kernel.
  ///   - end: Told what goes wrong.
  init(_ bytes: ByteBuffer, stream: StreamEnd, end: EventLoopPromise<Void>) {
    self.bytes = bytes
    self.stream = stream
    self.end = end
  }

  func channelActive(context: ChannelHandlerContext) {
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(bytes)).assumeIsolated().whenComplete { [stream, end] result in
      switch result {
      case .success: stream.finish(channel)
      case .failure(let error): end.fail(error)
      }
    }
    context.fireChannelActive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A receiver that ends TLS without a goodbye has still closed: the bytes below tell whether it had everything.
    if error as? NIOSSLError == .uncleanShutdown { return }
    end.fail(error)
    context.close(mode: .all, promise: nil)
  }
}
