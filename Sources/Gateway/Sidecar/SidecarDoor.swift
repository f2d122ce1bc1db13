import NIOCore

/// Does something once a connection is there: before that, nothing can be written to it.
final class SidecarDoor: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let open: (any Channel) -> Void

  init(_ open: @escaping (any Channel) -> Void) { self.open = open }

  func channelActive(context: ChannelHandlerContext) {
    open(context.channel)
    context.fireChannelActive()
  }
}
