import Basics
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import SPIFFE
import Synchronization
import TestKit

/// A server on loopback that answers as OpenSearch's search API does, over mutual TLS. It is a fake: it knows ranges of
/// time, sort order and `search_after`, and nothing else.
final class FakeSearchAPI: Sendable {
  let port: Int
  private let channel: any Channel

  /// - Parameter documents: In the order of time; `sequence` counts from 1.
  init(_ files: MutualTLSFiles, documents: [JSONValue], broken: String? = nil) throws {
    var tls = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(files.server.certificates).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: files.server.key, format: .pem)))
    tls.certificateVerification = .noHostnameVerification
    tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(files.server.bundle))
    let context = try NIOSSLContext(configuration: tls)
    let answer: @Sendable ([UInt8]) -> String = { broken ?? Self.answer($0, documents) }
    let log = Requests()
    let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandler(NIOSSLServerHandler(context: context))
          try pipeline.configureHTTPServerPipeline()
          try pipeline.addHandler(Handler(answer, log))
        }
      }
    channel = try bootstrap.bind(host: "127.0.0.1", port: 0).wait()
    port = channel.localAddress?.port ?? 0
    seen = log
  }

  private let seen: Requests
  var bodies: [String] { seen.all.withLock { $0.map { String(decoding: $0.body, as: UTF8.self) } } }
  var authorizations: [String] { seen.all.withLock { $0.map { $0.head.headers["authorization"].first ?? "" } } }
  var paths: [String] { seen.all.withLock { $0.map(\.head.uri) } }

  deinit { channel.close(promise: nil) }

  private static func answer(_ body: [UInt8], _ documents: [JSONValue]) -> String {
    guard let question = try? JSONValue.parse(body), let size = question["size"]?.intValue else { return "{}" }
    let range = question["query"]?["bool"]?["filter"]?.arrayValue?.first?["range"]?["timestamp"]
    let after = question["search_after"]?.arrayValue?.last?.intValue ?? 0
    let found = documents.filter { document in
      let time = document["timestamp"]?.stringValue ?? ""
      if let since = range?["gte"]?.stringValue, time < since { return false }
      if let until = range?["lt"]?.stringValue, time >= until { return false }
      return document["sequence"]?.intValue ?? 0 > after
    }.prefix(size)
    let hits: [JSONValue] = found.map {
      ["_source": $0, "sort": [$0["timestamp"] ?? nil, $0["sequence"] ?? nil]]
    }
    return (["timed_out": false, "_shards": ["failed": 0], "hits": ["hits": .array(hits)]] as JSONValue).text
  }

  final class Requests: Sendable {
    let all = Mutex<[(head: HTTPRequestHead, body: [UInt8])]>([])
  }

  private final class Handler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: @Sendable ([UInt8]) -> String
    private let requests: Requests
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(_ answer: @escaping @Sendable ([UInt8]) -> String, _ requests: Requests) {
      self.answer = answer
      self.requests = requests
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      switch unwrapInboundIn(data) {
      case .head(let head): (self.head, body) = (head, [])
      case .body(let part): body.append(contentsOf: part.readableBytesView)
      case .end:
        guard let head else { return }
        requests.all.withLock { $0.append((head, body)) }
        let text = answer(body)
        let isRefused = text.hasPrefix("401")
        let buffer = context.channel.allocator.buffer(string: isRefused ? #"{"error":{"reason":"who are you"}}"# : text)
        let fields = HTTPHeaders([("content-type", "application/json"), ("content-length", "\(buffer.readableBytes)")])
        let answerHead = HTTPResponseHead(version: .http1_1, status: isRefused ? .unauthorized : .ok, headers: fields)
        context.write(wrapOutboundOut(.head(answerHead)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      }
    }
  }
}
