import NIOCore

/// How many requests one HTTP/2 connection carries. Confined to its event loop.
final class StreamCount {
  var count = 0
}

/// Closes an HTTP/2 connection that has carried nothing for a while.
final class IdleConnection: ChannelInboundHandler {
  typealias InboundIn = NIOAny

  private let streams: StreamCount

  init(_ streams: StreamCount) { self.streams = streams }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent, streams.count == 0 { context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }
}
