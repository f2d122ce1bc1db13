import NIOCore

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Tells when the other end has read everything and closed, which is all the receipt that a stream of syslog has.
///
/// It stands before TLS. The other end's close counts only once its kernel has acknowledged all that we sent, our own
/// close included: one that closed before it read breaks the connection, and what was sent goes again.
final class StreamEnd: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let end: EventLoopPromise<Void>

  init(_ end: EventLoopPromise<Void>) { self.end = end }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    context.fireUserInboundEventTriggered(event)
    guard case .inputClosed? = event as? ChannelEvent else { return }
    #if os(Linux)
      guard let options = context.channel as? any SocketOptionProvider else {
        return end.fail(SinkFailure("the connection cannot tell what arrived"))
      }
      let end = end
      options.getTCPInfo().whenComplete { result in
        switch result {
        case .success(let info) where info.tcpi_unacked == 0: end.succeed()
        case .success: end.fail(SinkFailure("the receiver closed before it had everything"))
        case .failure(let error): end.fail(error)
        }
      }
    #else
      end.succeed()
    #endif
  }

  func channelInactive(context: ChannelHandlerContext) {
    end.fail(SinkFailure("the connection ended before the receiver had everything"))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    end.fail(error)
    context.fireErrorCaught(error)
  }
}
