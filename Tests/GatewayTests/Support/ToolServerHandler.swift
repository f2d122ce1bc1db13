import NIOCore
import NIOHTTP1

/// One connection of a ``ToolServer``.
final class ToolServerHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let server: ToolServer
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []

  init(_ server: ToolServer) { self.server = server }

  func channelActive(context: ChannelHandlerContext) { server.connected() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body = []
    case .body(let part): body += part.readableBytesView
    case .end: answer(context)
    }
  }

  private func answer(_ context: ChannelHandlerContext) {
    guard let head else { return context.close(promise: nil) }
    var fields: [String: String] = [:]
    for field in head.headers { fields[field.name.lowercased()] = field.value }
    let request = ToolServer.Received(verb: head.method.rawValue, path: head.uri, fields: fields, body: body)
    switch server.reply(to: request) {
    case .json(let text, let status, let fields):
      let bytes = ByteBuffer(string: text)
      let all = fields + [("content-type", "application/json"), ("content-length", "\(bytes.readableBytes)")]
      write(context, status, all, bytes)
    case .bytes(let bytes, let fields):
      write(context, 200, fields + [("content-length", "\(bytes.count)")], ByteBuffer(bytes: bytes))
    case .bare(let status, let fields): write(context, status, fields + [("content-length", "0")], nil)
    case .events(let source):
      write(context, 200, [("content-type", "text/event-stream")], nil, isWhole: false)
      source.attach(context.channel)
    case .raw(let text):
      // Past the HTTP encoder, which would refuse it.
      context.channel.pipeline.syncOperations.writeRaw(text, from: context)
    case .hang: break
    case .close: context.close(promise: nil)
    }
  }

  private func write(
    _ context: ChannelHandlerContext, _ status: Int, _ fields: [(String, String)], _ body: ByteBuffer?,
    isWhole: Bool = true
  ) {
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: HTTPHeaders(fields))
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if let body { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
    if isWhole { context.write(wrapOutboundOut(.end(nil)), promise: nil) }
    context.flush()
  }
}

extension ChannelPipeline.SynchronousOperations {
  /// Writes bytes at the front of the pipeline and closes.
  fileprivate func writeRaw(_ text: String, from context: ChannelHandlerContext) {
    guard let first = try? self.context(handlerType: HTTPResponseEncoder.self) else { return }
    let channel = context.channel
    first.writeAndFlush(NIOAny(ByteBuffer(string: text))).whenComplete { _ in channel.close(promise: nil) }
  }
}
