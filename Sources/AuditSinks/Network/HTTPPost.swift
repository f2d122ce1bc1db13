import Basics
import NIOCore
import NIOHTTP1

/// One POST over a connection of its own.
struct HTTPPost: Sendable {
  struct Answer: Sendable {
    let status: Int
    let retryAfter: Duration?
    let body: [UInt8]
  }

  let endpoint: SinkEndpoint

  /// Sends a body and waits for the answer. Blocks.
  func send(_ body: [UInt8], type: String, fields: [(String, String)] = []) throws(SinkFailure) -> Answer {
    let address = endpoint.address
    var headers = HTTPHeaders([
      ("Host", address.authority), ("Content-Type", type), ("Content-Length", String(body.count)),
      ("Accept", "application/json"), ("User-Agent", "precinct"), ("Connection", "close"),
    ])
    if let authorization = address.authorization { headers.add(name: "Authorization", value: authorization.exposed()) }
    headers.add(contentsOf: fields)
    let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: address.path, headers: headers)
    let bytes = ByteBuffer(bytes: body)
    return try endpoint.exchange { channel, answer in
      try channel.pipeline.syncOperations.addHTTPClientHandlers()
      try channel.pipeline.syncOperations.addHandler(HTTPExchange(head, bytes, answer))
    }
  }

  /// Why an answer is no success; nil if it is one.
  static func failure(_ answer: Answer) -> SinkFailure? {
    guard !(200..<300).contains(answer.status) else { return nil }
    let text = String(decoding: answer.body.prefix(200), as: UTF8.self)
    return SinkFailure("HTTP status \(answer.status) \(text)", retryAfter: answer.retryAfter)
  }
}

/// Sends the request when the connection stands, and collects the answer.
final class HTTPExchange: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  private let head: HTTPRequestHead
  private let body: ByteBuffer
  private let answer: EventLoopPromise<HTTPPost.Answer>
  private var status = 0
  private var retryAfter: Duration?
  private var received: [UInt8] = []

  init(_ head: HTTPRequestHead, _ body: ByteBuffer, _ answer: EventLoopPromise<HTTPPost.Answer>) {
    self.head = head
    self.body = body
    self.answer = answer
  }

  func channelActive(context: ChannelHandlerContext) {
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      status = Int(head.status.code)
      retryAfter = head.headers.first(name: "Retry-After").flatMap { Int64($0) }.flatMap { seconds in
        (0...86_400).contains(seconds) ? .seconds(seconds) : nil
      }
    case .body(let part):
      guard received.count + part.readableBytes <= SinkLimits.answerBytesMax else {
        return answer.fail(SinkFailure("the answer is longer than \(SinkLimits.answerBytesMax) bytes"))
      }
      received += part.readableBytesView
    case .end:
      // What comes before the final answer (RFC 9110, section 15.2) is none.
      if status >= 200 { answer.succeed(HTTPPost.Answer(status: status, retryAfter: retryAfter, body: received)) }
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    answer.fail(SinkFailure("the connection ended without an answer"))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    answer.fail(error)
    context.close(mode: .all, promise: nil)
  }
}
