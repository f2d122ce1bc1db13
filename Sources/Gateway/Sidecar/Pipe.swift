import NIOCore

/// One end of a pair that carries bytes from one connection to another, on one event loop. Reading on one side waits for
/// the other to take what was read.
final class Pipe: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private var other: Pipe?
  private var context: ChannelHandlerContext?
  private var isReadHeldBack = false

  static func pair() -> (Pipe, Pipe) {
    let (one, two) = (Pipe(), Pipe())
    one.other = two
    two.other = one
    return (one, two)
  }

  private init() {}

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    other = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let far = other?.context else { return context.close(promise: nil) }
    far.write(wrapOutboundOut(unwrapInboundIn(data)), promise: nil)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    other?.context?.flush()
    context.fireChannelReadComplete()
  }

  func read(context: ChannelHandlerContext) {
    if other?.context?.channel.isWritable ?? true { context.read() } else { isReadHeldBack = true }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if context.channel.isWritable { other?.goOn() }
    context.fireChannelWritabilityChanged()
  }

  private func goOn() {
    guard isReadHeldBack else { return }
    isReadHeldBack = false
    context?.read()
  }

  func channelInactive(context: ChannelHandlerContext) {
    let far = other?.context
    other = nil
    far?.flush()
    far?.close(promise: nil)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
