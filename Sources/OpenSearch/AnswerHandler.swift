import NIOCore
import NIOHTTP1

/// Collects one answer. A connection that ends before the answer does is a failure.
final class AnswerHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart

  private let promise: EventLoopPromise<SearchClient.Answer>
  private let bytesMax: Int
  private var status = 0
  private var body: [UInt8] = []

  init(_ promise: EventLoopPromise<SearchClient.Answer>, bytesMax: Int) {
    self.promise = promise
    self.bytesMax = bytesMax
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): status = Int(head.status.code)
    case .body(let part):
      guard body.count + part.readableBytes <= bytesMax else {
        promise.fail(SearchError(.answerInvalid, "The answer is longer than \(bytesMax) bytes; ask for less at once."))
        return context.close(promise: nil)
      }
      body.append(contentsOf: part.readableBytesView)
    case .end: promise.succeed(SearchClient.Answer(status: status, body: body))
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    promise.fail(error)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    promise.fail(SearchError(.unreachable, "The connection ended before the answer."))
    context.fireChannelInactive()
  }
}
