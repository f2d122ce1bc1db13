import NIOCore
import NIOHTTP1

/// Reads one request after the other from a connection and writes the endpoint's answers.
final class Exchange: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  /// LIMIT: bytes of a request's body; more is answered 413 and the connection closed.
  static let bodyBytesMax = 4 << 20

  private let endpoint: Endpoint
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(endpoint: Endpoint) {
    self.endpoint = endpoint
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body.removeAll(keepingCapacity: true)
    case .body(let part):
      guard let head else { return }
      guard body.count + part.readableBytes <= Self.bodyBytesMax else {
        self.head = nil
        write(Answer(.payloadTooLarge), to: head, closing: true, context)
        return
      }
      body.append(contentsOf: part.readableBytesView)
    case .end:
      guard let head else { return }
      self.head = nil
      let question = Question(method: head.method, headers: head.headers, body: body)
      write(endpoint.answer(question), to: head, closing: !head.isKeepAlive, context)
    }
  }

  private func write(
    _ answer: Answer, to head: HTTPRequestHead, closing: Bool, _ context: ChannelHandlerContext
  ) {
    var headers = answer.headers
    headers.replaceOrAdd(name: "Content-Length", value: String(answer.body.count))
    if closing { headers.replaceOrAdd(name: "Connection", value: "close") }
    let answerHead = HTTPResponseHead(version: head.version, status: answer.status, headers: headers)
    context.write(wrapOutboundOut(.head(answerHead)), promise: nil)
    if !answer.body.isEmpty {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
    }
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      if closing { channel.close(promise: nil) }
    }
  }
}
