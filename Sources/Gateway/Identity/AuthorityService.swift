import Authority
import Basics
import Identity
import NIOCore
import NIOPosix
import NIOSSL
public import ServiceLifecycle
import Settings
import SPIFFE
import Storage
import Telemetry
import WorkloadAPI

/// The embedded authority at work: serves the Workload API, rotates its keys, and renews our own SVID.
public final class AuthorityService: Service {
  /// How often the calendar is looked at. Short lives, as tests have them, end between two looks otherwise.
  private static let interval = Duration.milliseconds(500)

  private let gateway: GatewayService
  private let didListen: @Sendable (String) -> Void

  /// - Parameter didListen: Told the path of the socket once it is served.
  public init(_ gateway: GatewayService, didListen: @escaping @Sendable (String) -> Void = { _ in }) {
    self.gateway = gateway
    self.didListen = didListen
  }

  /// Serves until the group shuts down; does nothing where another provider is configured.
  public func run() async throws {
    guard let embedded = gateway.embedded else {
      try? await gracefulShutdown()
      return
    }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let threads = NIOThreadPool(numberOfThreads: 1)
    threads.start()
    let server = WorkloadServer(embedded.issuer, group: group, threads: threads)
    let path = AuthoritySocket.path(gateway.configuration)
    do throws(WorkloadSocketError) { try await server.listen(path) } catch {
      throw LoadProblem("authority", ["\(error); or set identity.authority.socket"])
    }
    didListen(path)
    gateway.runtime.identities.observe { _ in server.refresh() }
    embedded.watch { server.refresh() }
    let endpoint = try await listen(embedded, group)
    try? await cancelWhenGracefulShutdown { [self] in try await rotate(embedded, server, threads) }
    try? await endpoint?.close().get()
    await server.close()
    try? await threads.shutdownGracefully()
    try? await group.shutdownGracefully()
  }

  /// Serves the bundle, where the configuration says so.
  private func listen(_ embedded: EmbeddedAuthority, _ group: MultiThreadedEventLoopGroup) async throws -> (any Channel)? {
    guard let (host, port) = gateway.configuration.identity.authority.bundleAddress else { return nil }
    let (source, authority) = (gateway.runtime.identity, embedded.authority)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let context = source.material?.endpoint else { throw ChannelError.inappropriateOperationForState }
          try channel.pipeline.syncOperations.addHandlers([
            NIOSSLServerHandler(context: context), BundleEndpoint { authority.bundle },
          ])
        }
      }
    do {
      return try await bootstrap.bind(host: host, port: port).get()
    } catch {
      throw LoadProblem("authority", ["identity.authority.bundle_listen: cannot listen on \(host):\(port): \(error)"])
    }
  }

  private func rotate(_ embedded: EmbeddedAuthority, _ server: WorkloadServer, _ threads: NIOThreadPool) async throws {
    while true {
      try await Task.sleep(for: Self.interval)
      let source = gateway.runtime.identity
      let metrics = gateway.runtime.metrics
      let isChanged = try await threads.runIfActive { () -> Bool in
        do {
          return try embedded.rotate(now: .now())
        } catch {
          metrics.svidRotationErrors.increment()
          source.tell(.rotationFailed("\(error)"))
          return false
        }
      }
      if isChanged { server.refresh() }
    }
  }
}
