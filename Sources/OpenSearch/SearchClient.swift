import Basics
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Asks one search API, a connection for each question. Every function blocks: never to be called on an event loop.
struct SearchClient: Sendable {
  struct Answer: Sendable {
    let status: Int
    let body: [UInt8]
  }

  /// An answer that is longer is refused, in bytes. 64 MiB.
  static let answerBytesMax = 64 << 20
  static let connectTimeout = TimeAmount.seconds(10)
  static let answerTimeout = TimeAmount.seconds(60)

  let address: SearchAddress
  private let authorization: Redacted<String>?
  private let tls: NIOSSLContext

  /// - Throws: ``SearchError`` `opensearch_settings_invalid` naming the file that cannot be used.
  init(_ address: SearchAddress, _ credentials: SearchCredentials) throws(SearchError) {
    self.address = address
    authorization = credentials.authorization
    tls = try Self.context(credentials)
  }

  func post(_ path: String, _ body: [UInt8]) throws(SearchError) -> Answer {
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let promise = loop.makePromise(of: Answer.self)
    let late = loop.scheduleTask(in: Self.answerTimeout) {
      promise.fail(SearchError(.unreachable, "\(address) did not answer in time."))
    }
    let connection = ClientBootstrap(group: loop).connectTimeout(Self.connectTimeout).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
        try pipeline.addHTTPClientHandlers()
        try pipeline.addHandler(AnswerHandler(promise, bytesMax: Self.answerBytesMax))
      }
    }.connect(host: address.host, port: address.port)
    connection.whenFailure { promise.fail($0) }
    connection.whenSuccess { channel in
      let (head, buffer) = request(path, body, channel)
      channel.write(HTTPClientRequestPart.head(head), promise: nil)
      channel.write(HTTPClientRequestPart.body(.byteBuffer(buffer)), promise: nil)
      channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
      promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
    }
    defer { late.cancel() }
    do { return try promise.futureResult.wait() } catch let error as SearchError { throw error } catch {
      throw SearchError(.unreachable, "\(address) cannot be reached: \(Self.words(error)).")
    }
  }

  private func request(_ path: String, _ body: [UInt8], _ channel: any Channel) -> (HTTPRequestHead, ByteBuffer) {
    var fields = HTTPHeaders([
      ("host", address.authority), ("content-type", "application/json"), ("content-length", "\(body.count)"),
      ("accept-encoding", "identity"), ("user-agent", "precinct"), ("connection", "close"),
    ])
    if let authorization { fields.add(name: "authorization", value: authorization.exposed()) }
    let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: path, headers: fields)
    return (head, channel.allocator.buffer(bytes: body))
  }

  /// The name that the certificate must have; nil for an IP address, which is then checked as such.
  private var name: String? { (try? SocketAddress(ipAddress: address.host, port: 0)) == nil ? address.host : nil }

  private static func context(_ credentials: SearchCredentials) throws(SearchError) -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    guard (credentials.certificateFile == nil) == (credentials.keyFile == nil) else {
      throw SearchError(.settingsInvalid, "A client certificate needs its key, and a key its certificate.")
    }
    do {
      if let file = credentials.authorityFile { configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(file)) }
      if let certificate = credentials.certificateFile, let key = credentials.keyFile {
        configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
        configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
      }
      return try NIOSSLContext(configuration: configuration)
    } catch {
      let files = [credentials.authorityFile, credentials.certificateFile, credentials.keyFile].compactMap(\.self)
      throw SearchError(.settingsInvalid, "The certificates (\(files.joined(separator: ", "))) cannot be used: \(error).")
    }
  }

  private static func words(_ error: any Error) -> String {
    switch error {
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: "TLS failed (\(error)); see --opensearch-ca-cert"
    default: "\(error)"
    }
  }
}
