import Basics
import NIOCore
import NIOSSL
import SPIFFE

/// Answers every `GET /` with the bundle of our trust domain, over HTTPS with our SVID: what others federate with.
///
/// Everybody may read it: it holds public keys only.
///
/// - Source: SPIFFE Federation §5.1, profile `https_spiffe`.
final class BundleEndpoint: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let headBytesMax = 8 * 1024
  /// From the connection to the end of the answer.
  private static let timeout = TimeAmount.seconds(10)

  private let bundle: () -> BundleDocument
  private var decoder = HTTPDecoder(.request, headBytesMax: headBytesMax)
  private var input = ByteBuffer()

  init(_ bundle: @escaping () -> BundleDocument) { self.bundle = bundle }

  func channelActive(context: ChannelHandlerContext) {
    let channel = context.channel
    context.eventLoop.scheduleTask(in: Self.timeout) { channel.close(promise: nil) }
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    var part = unwrapInboundIn(data)
    input.writeBuffer(&part)
    do throws(HTTPError) {
      guard case .head? = try decoder.next(&input) else { return }
    } catch {
      return context.close(promise: nil)
    }
    let head = decoder.head
    let isAsked = head.method == .get && head.path.elementsEqual("/".utf8)
    let body = isAsked ? bundle().document : []
    var answer = ByteBuffer()
    ResponseHead.begin(&answer, status: isAsked ? 200 : 404)
    ResponseHead.field(&answer, "content-type", "application/json")
    ResponseHead.field(&answer, "content-length", body.count)
    ResponseHead.field(&answer, "connection", "close")
    ResponseHead.finish(&answer)
    answer.writeBytes(body)
    context.writeAndFlush(wrapOutboundOut(answer)).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
