import Authority
import Basics
import Identity
import NIOCore
import NIOPosix
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
    try? await cancelWhenGracefulShutdown { [self] in try await rotate(embedded, server, threads) }
    await server.close()
    try? await threads.shutdownGracefully()
    try? await group.shutdownGracefully()
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
