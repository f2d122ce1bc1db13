import Basics
public import Gateway
import Hummingbird
public import Logging
public import NIOCore
import NIOPosix
public import ServiceLifecycle
import Settings

/// The control plane: metrics, health, and the API that `agw` uses, on a listener of its own.
///
/// It has one event loop and one thread for the disk, so that it costs little and never stands in the way of calls.
public final class ControlPlane: Service {
  private let gateway: GatewayService
  private let logger: Logger
  let token = ControlToken()
  private let files: ControlFiles
  private let didListen: @Sendable (SocketAddress) -> Void

  /// - Parameters:
  ///   - gateway: What is shown and changed.
  ///   - didListen: Told the address once requests are answered.
  public init(
    _ gateway: GatewayService, logger: Logger, didListen: @escaping @Sendable (SocketAddress) -> Void = { _ in }
  ) {
    self.gateway = gateway
    self.logger = logger
    self.didListen = didListen
    files = ControlFiles(in: gateway.configuration.stateDirectory)
  }

  /// Answers until the group shuts down.
  ///
  /// - Throws: ``LoadProblem`` if the port cannot be had or the token cannot be written.
  public func run() async throws {
    let settings = gateway.configuration.listeners.control
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let disk = NIOThreadPool(numberOfThreads: 1)
    disk.start()
    let application = Application(
      router: ControlRouter.make(gateway, token: token, host: settings.host, disk: disk),
      configuration: ApplicationConfiguration(address: .hostname(settings.host, port: settings.port)),
      onServerRunning: { [self] channel in
        publish(channel.localAddress, host: settings.host)
      },
      eventLoopGroupProvider: .shared(group), logger: logger)
    var failure: (any Error)?
    do {
      try await application.run()
    } catch {
      failure = LoadProblem("control", ["cannot listen on \(settings.host):\(settings.port): \(error)"])
    }
    files.withdraw()
    try? await disk.shutdownGracefully()
    try? await group.shutdownGracefully()
    if let failure { throw failure }
  }

  private func publish(_ address: SocketAddress?, host: String) {
    guard let address, let port = address.port else { return }
    do throws(FileError) {
      try files.publish(token, host: host, port: port)
      didListen(address)
    } catch {
      logger.error("the token of the control API cannot be written", metadata: ["error": "\(error)"])
    }
  }
}
