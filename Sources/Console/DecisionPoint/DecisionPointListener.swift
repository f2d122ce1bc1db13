import Basics
public import Gateway
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
public import NIOCore
import NIOPosix
public import ServiceLifecycle
import Settings

/// OPA's REST API over the policies in force, on a listener of its own.
///
/// It has one event loop, and threads of its own, so that it never stands in the way of calls.
public final class DecisionPointListener: Service {
  private let gateway: GatewayService
  private let control: ControlPlane
  private let logger: Logger
  private let didListen: @Sendable (SocketAddress) -> Void

  /// - Parameters:
  ///   - control: Whose token opens what changes policies.
  ///   - didListen: Told the address once requests are answered.
  public init(
    _ gateway: GatewayService, control: ControlPlane, logger: Logger,
    didListen: @escaping @Sendable (SocketAddress) -> Void = { _ in }
  ) {
    self.gateway = gateway
    self.control = control
    self.logger = logger
    self.didListen = didListen
  }

  /// Answers until the group shuts down; without an address in the configuration it only waits.
  ///
  /// - Throws: ``LoadProblem`` if the port cannot be had, unless it is the default: an OPA may well have it.
  public func run() async throws {
    let settings = gateway.configuration.decisionPoint
    guard let (host, port) = settings.address else { return try await gracefulShutdown() }
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let threads = DecisionPointThreads()
    var failure: (any Error)?
    do {
      try await serve(host, port, group, threads)
    } catch {
      failure = error
    }
    await threads.close()
    try? await group.shutdownGracefully()
    guard let failure else { return }
    guard settings.listen == DecisionPointSettings().listen, !(failure is LoadProblem) else {
      throw failure as? LoadProblem
        ?? LoadProblem("decision_point", ["cannot listen on \(host):\(port): \(failure)"])
    }
    logger.warning(
      "the decision point does not listen; set decision_point.listen to another address, or to nothing",
      metadata: ["address": "\(host):\(port)", "error": "\(failure)"])
    try await gracefulShutdown()
  }

  private func serve(
    _ host: String, _ port: Int, _ group: MultiThreadedEventLoopGroup, _ threads: DecisionPointThreads
  ) async throws {
    let tls = try gateway.decisionPointTLS()
    let responder = DecisionPointResponder(
      gateway: gateway, token: control.token, hostCheck: tls == nil ? HostCheck(host: host) : nil, threads: threads)
    var server = HTTPServerBuilder.http1()
    if let tls {
      server = try .tls(
        configuration: TLSChannelConfiguration(
          tlsConfiguration: tls.configuration, customAsyncVerificationCallback: { await tls.verify($0) }))
    }
    let application = Application(
      responder: responder, server: server,
      configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
      onServerRunning: { [self] channel in
        if let address = channel.localAddress { didListen(address) }
      },
      eventLoopGroupProvider: .shared(group), logger: logger)
    try await application.run()
  }
}
