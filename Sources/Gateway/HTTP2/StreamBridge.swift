import NIOCore
import NIOHPACK
import NIOHTTP2

/// Lets a handler of HTTP/1.1 bytes serve one HTTP/2 stream: writes the request anew as HTTP/1.1, and reads the answer
/// into frames.
///
/// The data path reads HTTP/1.1 strictly, so that one reader decides what a request is, whichever way it came. What
/// cannot be said in HTTP/1.1 without a second meaning never gets there: the stream is reset.
///
/// - Source: RFC 9113 §8.
final class StreamBridge: ChannelDuplexHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = HTTP2Frame.FramePayload

  private var isChunked = false
  private var decoder: HTTPDecoder
  private var answer = ByteBuffer()
  private let streams: StreamCount

  init(headBytesMax: Int, streams: StreamCount) {
    decoder = HTTPDecoder(.response, headBytesMax: headBytesMax)
    self.streams = streams
  }

  func channelActive(context: ChannelHandlerContext) {
    streams.count += 1
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    streams.count -= 1
    context.fireChannelInactive()
  }

  // MARK: The request

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .headers(let payload):
      // Trailers say nothing that the gateway reads; they end the request.
      guard payload.headers.contains(name: ":method") else { return end(context) }
      guard let head = StreamHead(payload.headers, hasBody: !payload.endStream) else { return reset(context) }
      isChunked = head.isChunked
      context.fireChannelRead(wrapInboundOut(head.bytes))
      if payload.endStream { isChunked = false }
    case .data(let payload):
      guard case .byteBuffer(let part) = payload.data else { return }
      pass(part, context)
      if payload.endStream { end(context) }
    case .rstStream:
      context.close(promise: nil)
    default: return
    }
  }

  private func pass(_ part: ByteBuffer, _ context: ChannelHandlerContext) {
    guard part.readableBytes > 0 else { return }
    guard isChunked else { return context.fireChannelRead(wrapInboundOut(part)) }
    var chunk = ByteBuffer()
    chunk.writeString(String(part.readableBytes, radix: 16) + "\r\n")
    chunk.writeImmutableBuffer(part)
    chunk.writeStaticString("\r\n")
    context.fireChannelRead(wrapInboundOut(chunk))
  }

  private func end(_ context: ChannelHandlerContext) {
    guard isChunked else { return }
    isChunked = false
    context.fireChannelRead(wrapInboundOut(ByteBuffer(staticString: "0\r\n\r\n")))
  }

  private func reset(_ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(.rstStream(.protocolError)), promise: nil)
    context.close(promise: nil)
  }

  // MARK: The answer

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    var part = unwrapOutboundIn(data)
    answer.writeBuffer(&part)
    do throws(HTTPError) {
      while let event = try decoder.next(&answer) {
        switch event {
        case .head:
          context.write(wrapOutboundOut(.headers(.init(headers: StreamHead.answer(decoder.head)))), promise: nil)
        case .body(let body):
          context.write(wrapOutboundOut(.data(.init(data: .byteBuffer(body)))), promise: nil)
        case .end:
          let last = HTTP2Frame.FramePayload.Data(data: .byteBuffer(ByteBuffer()), endStream: true)
          context.write(wrapOutboundOut(.data(last)), promise: nil)
        }
      }
      promise?.succeed(())
    } catch {
      promise?.fail(error)
      context.close(promise: nil)
    }
  }

  func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
    // The end of the answer was its last frame; there is no other half to close.
    guard mode != .output else { promise?.succeed(()); return }
    context.close(mode: mode, promise: promise)
  }
}
