import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP server whose answers a test gives.
final class FakeServer: Sendable {
  struct Request: Sendable {
    let path: String
    let headers: HTTPHeaders
    let body: [UInt8]

    func field(_ name: String) -> String? { headers.first(name: name) }
  }

  enum Reply: Sendable {
    case answer(status: Int, headers: [(String, String)] = [], body: String = "")
    /// Takes the request and never answers.
    case silence
    /// Takes the request and breaks the connection.
    case hangUp
  }

  private let channel: any Channel
  private let shared: Shared

  /// - Parameter reply: Asked for every request; told how many came before.
  init(tls: TLSConfiguration? = nil, reply: @escaping @Sendable (Request, Int) -> Reply) throws {
    let context = try tls.map { try NIOSSLContext(configuration: $0) }
    let shared = Shared(reply)
    self.shared = shared
    channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if let context { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(
            Handler { shared.answer($0) })
        }
      }.bind(host: "127.0.0.1", port: 0).wait()
  }

  private final class Shared: Sendable {
    let seen = Mutex<[Request]>([])
    private let reply: @Sendable (Request, Int) -> Reply

    init(_ reply: @escaping @Sendable (Request, Int) -> Reply) { self.reply = reply }

    func answer(_ request: Request) -> Reply {
      let before = seen.withLock { seen in
        seen.append(request)
        return seen.count - 1
      }
      return reply(request, before)
    }
  }

  var port: Int { channel.localAddress?.port ?? 0 }
  var requests: [Request] { shared.seen.withLock { $0 } }

  deinit { channel.close(mode: .all, promise: nil) }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let reply: @Sendable (Request) -> Reply
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ reply: @escaping @Sendable (Request) -> Reply) { self.reply = reply }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head): (self.head, body) = (head, [])
      case .body(let part): body += part.readableBytesView
      case .end:
        guard let head else { return }
        switch reply(Request(path: head.uri, headers: head.headers, body: body)) {
        case .silence: return
        case .hangUp: context.close(promise: nil)
        case .answer(let status, let headers, let text):
          var fields = HTTPHeaders(headers)
          fields.add(name: "Content-Length", value: String(text.utf8.count))
          let answer = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
          context.write(wrapOutboundOut(.head(answer)), promise: nil)
          context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
          context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
      }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
  }
}
