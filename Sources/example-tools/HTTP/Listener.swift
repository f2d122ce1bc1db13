import NIOCore
import NIOHTTP1
import NIOPosix

/// The loopback socket that the server answers on.
enum Listener {
  /// Listens on `127.0.0.1`; port 0 lets the system choose.
  static func bind(port: Int, endpoint: Endpoint) async throws -> any Channel {
    try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
          try channel.pipeline.syncOperations.addHandler(Exchange(endpoint: endpoint))
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
  }
}
