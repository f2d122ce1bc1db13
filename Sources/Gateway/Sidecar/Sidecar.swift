import Basics
import NIOCore
import NIOPosix
import NIOSSL
public import ServiceLifecycle
import Settings
import SPIFFE
import WorkloadAPI

/// Gives an agent that knows nothing of SPIFFE an identity towards the gateway: takes its plain connections on this
/// machine, and carries each over mutual TLS with the SVID that the Workload API gives the sidecar.
///
/// It carries bytes and reads none, so that the gateway sees what the agent wrote. Whoever can connect to it has the
/// agent's identity: on a machine with several users, let it listen on a Unix socket, which only its own user may open.
public final class Sidecar: Service {
  private let settings: SidecarSettings
  private let source: IdentitySource
  private let didListen: @Sendable () -> Void

  /// - Parameters:
  ///   - notice: Told what happens to the identity.
  ///   - didListen: Told once agents can connect.
  public init(
    _ settings: SidecarSettings, notice: @escaping @Sendable (IdentityNotice) -> Void,
    didListen: @escaping @Sendable () -> Void
  ) {
    self.settings = settings
    self.didListen = didListen
    source = IdentitySource(allowed: [settings.gatewayID.trustDomain])
    source.observe(notice)
  }

  /// Carries connections until the group shuts down.
  public func run() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let listener: any Channel
    do {
      listener = try await listen(group)
    } catch {
      throw LoadProblem("sidecar", ["cannot listen: \(error)"])
    }
    didListen()
    let follower = WorkloadFollower(source, path: settings.workloadAPI)
    await cancelWhenGracefulShutdown { await follower.follow(on: group) }
    try? await listener.close().get()
    if case .socket(let path) = settings.place { WorkloadSocket.remove(path) }
    try? await group.shutdownGracefully()
  }

  private func listen(_ group: MultiThreadedEventLoopGroup) async throws -> any Channel {
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { [self] channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(SidecarDoor { [self] in carry($0) })
        }
      }
    switch settings.place {
    case .loopback(let host, let port): return try await bootstrap.bind(host: host, port: port).get()
    case .socket(let path):
      try WorkloadSocket.clear(path)
      let channel = try await bootstrap.bind(unixDomainSocketPath: path).get()
      try WorkloadSocket.restrict(path)
      return channel
    }
  }

  /// Connects to the gateway for one connection of the agent.
  private func carry(_ agent: any Channel) {
    let (settings, source) = (settings, source)
    ClientBootstrap(group: agent.eventLoop)
      .connectTimeout(.seconds(5))
      .channelOption(.autoRead, value: false)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            UpstreamTLS.handler(source, accepted: [settings.gatewayID], host: settings.gateway.host))
        }
      }
      .connect(host: settings.gateway.host, port: settings.gateway.port)
      .flatMapThrowing { gateway in
        let (near, far) = Pipe.pair()
        try agent.pipeline.syncOperations.addHandler(near)
        try gateway.pipeline.syncOperations.addHandler(far)
        // Both begin to read once each knows the other.
        gateway.setOption(.autoRead, value: true).whenComplete { _ in }
        agent.setOption(.autoRead, value: true).whenComplete { _ in }
      }
      .whenFailure { _ in Self.refuse(agent) }
  }

  /// Tells an agent, in its own protocol, why nothing comes.
  private static func refuse(_ agent: any Channel) {
    let body = #"{"code":"sidecar_gateway_unreachable","message":"The sidecar has no identity or cannot reach the gateway."}"#
    var buffer = ByteBuffer()
    ResponseHead.begin(&buffer, status: 503)
    ResponseHead.field(&buffer, "content-type", "application/json")
    ResponseHead.field(&buffer, "content-length", body.utf8.count)
    ResponseHead.field(&buffer, "connection", "close")
    ResponseHead.finish(&buffer)
    buffer.writeString(body)
    agent.writeAndFlush(buffer).whenComplete { _ in agent.close(promise: nil) }
  }
}
