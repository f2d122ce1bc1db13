import NIOCore
import NIOHPACK
import NIOHTTP2
import SPIFFE

/// The client's side of one call. Confined to its event loop.
final class WorkloadCall: ChannelInboundHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  private let method: WorkloadMethod
  private let request: [UInt8]
  private let ended: EventLoopPromise<Void>
  private let receive: @Sendable ([UInt8]) -> Void
  private var messages = GRPCMessages(messageBytesMax: WorkloadLimits.answerBytesMax)

  init(
    _ method: WorkloadMethod, _ request: [UInt8], ended: EventLoopPromise<Void>,
    receive: @escaping @Sendable ([UInt8]) -> Void
  ) {
    self.method = method
    self.request = request
    self.ended = ended
    self.receive = receive
  }

  func channelActive(context: ChannelHandlerContext) {
    let headers: HPACKHeaders = [
      ":method": "POST", ":scheme": "http", ":path": method.rawValue, ":authority": "localhost",
      "content-type": "application/grpc", "te": "trailers", "workload.spiffe.io": "true",
    ]
    context.write(wrapOutboundOut(.headers(.init(headers: headers))), promise: nil)
    let body = GRPCMessages.framed(request)
    context.writeAndFlush(wrapOutboundOut(.data(.init(data: .byteBuffer(body), endStream: true))), promise: nil)
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .headers(let headers): read(headers.headers, isLast: headers.endStream)
    case .data(let data):
      guard case .byteBuffer(var buffer) = data.data else { return }
      messages.append(&buffer)
      do {
        while let message = try messages.next() { receive(message) }
      } catch {
        ended.fail(WorkloadClientError.malformed("a message is compressed or too large"))
        context.close(promise: nil)
      }
    case .rstStream: ended.fail(WorkloadClientError.ended)
    default: return
    }
  }

  private func read(_ headers: HPACKHeaders, isLast: Bool) {
    if let status = headers.first(name: ":status"), status != "200" {
      return ended.fail(WorkloadClientError.malformed("HTTP status \(status)"))
    }
    guard let text = headers.first(name: "grpc-status") else {
      if isLast { ended.fail(WorkloadClientError.malformed("no grpc-status")) }
      return
    }
    guard let status = Int(text) else { return ended.fail(WorkloadClientError.malformed("grpc-status")) }
    if status == 0 { return ended.succeed() }
    let message = headers.first(name: "grpc-message") ?? ""
    ended.fail(WorkloadClientError.refused(status: status, message: String(message.prefix(256))))
  }

  func channelInactive(context: ChannelHandlerContext) {
    ended.fail(WorkloadClientError.ended)
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    ended.fail(WorkloadClientError.ended)
    context.close(promise: nil)
  }
}
