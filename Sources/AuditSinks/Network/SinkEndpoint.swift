import Basics
import NIOCore
import NIOPosix
import NIOSSL

/// Makes connections to one address. One for each delivery: their number is small, and the end of each says that what
/// was sent has been read.
struct SinkEndpoint: Sendable {
  let address: SinkAddress
  private let tls: NIOSSLContext?
  let timeout: Duration

  /// Reads the files of its TLS.
  ///
  /// - Throws: ``SinkError`` if one cannot be used.
  init(_ address: SinkAddress, timeout: Duration) throws(SinkError) {
    self.address = address
    self.timeout = timeout
    do { tls = try address.tls.map(Self.context) } catch {
      throw SinkError("the TLS of \(address.authority) cannot be set up: \(error)")
    }
  }

  private static func context(_ files: SinkTLS) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    if let file = files.authorityFile { configuration.trustRoots = .file(file) }
    if let certificate = files.certificateFile, let key = files.keyFile {
      configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
      configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
    }
    return try NIOSSLContext(configuration: configuration)
  }

  /// Connects, and waits for what `run` promises, at most for the timeout. Blocks: never to be called on an event loop.
  ///
  /// - Parameters:
  ///   - first: Adds handlers that see the bytes of the network.
  ///   - run: Adds the handlers that do the work, on the channel's loop.
  func exchange<Value: Sendable>(
    first: @escaping @Sendable (any Channel, EventLoopPromise<Value>) throws -> Void = { _, _ in },
    _ run: @escaping @Sendable (any Channel, EventLoopPromise<Value>) throws -> Void
  ) throws(SinkFailure) -> Value {
    let loop = MultiThreadedEventLoopGroup.singleton.any()
    let result = loop.makePromise(of: Value.self)
    let limit = TimeAmount.nanoseconds(timeout.nanosecondsSaturating)
    let late = loop.scheduleTask(in: limit) { result.fail(SinkFailure("no answer within \(timeout)")) }
    let connecting = ClientBootstrap(group: loop).connectTimeout(limit)
      .channelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
      .channelInitializer { [self] channel in
        channel.eventLoop.makeCompletedFuture {
          try first(channel, result)
          if let tls { try channel.pipeline.syncOperations.addHandler(try tlsHandler(tls)) }
          try run(channel, result)
        }
      }.connect(host: address.host, port: address.port)
    connecting.whenFailure { result.fail($0) }
    result.futureResult.whenComplete { _ in
      late.cancel()
      connecting.whenSuccess { $0.close(mode: .all, promise: nil) }
    }
    do { return try result.futureResult.wait() } catch let failure as SinkFailure { throw failure } catch {
      throw SinkFailure("\(address.authority): \(error)")
    }
  }

  /// Addresses have no server name to show; the certificate is then held against the address.
  private func tlsHandler(_ context: NIOSSLContext) throws -> NIOSSLClientHandler {
    let isAddress = (try? SocketAddress(ipAddress: address.host, port: 0)) != nil
    return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : address.host)
  }
}
