import NIOPosix
public import ServiceLifecycle
import Settings

/// Puts changed files into force: looks at them now and then, and reloads when they have come to rest.
///
/// Changes are taken up one look after they were first seen, so that a file which is still being written, or the
/// second of two files that belong together, is not read too early.
public final class FileWatch: Service {
  private let gateway: GatewayService
  private let files: [String]
  private let didReload: @Sendable (ReloadReport) -> Void

  /// - Parameters:
  ///   - configurationFiles: What the configuration was read from.
  ///   - didReload: Told how each reload went.
  public init(
    _ gateway: GatewayService, configurationFiles: [String], didReload: @escaping @Sendable (ReloadReport) -> Void
  ) {
    self.gateway = gateway
    files = configurationFiles
    self.didReload = didReload
  }

  /// Watches until the group shuts down. Whether and how often is read from the configuration in force.
  public func run() async throws {
    let disk = NIOThreadPool(numberOfThreads: 1)
    disk.start()
    try? await cancelWhenGracefulShutdown { [self] in try await watch(disk) }
    try? await disk.shutdownGracefully()
  }

  private func watch(_ disk: NIOThreadPool) async throws {
    var state = WatchState(try await look(disk))
    while true {
      let settings = gateway.configuration.reload
      try await Task.sleep(for: settings.pollInterval)
      guard settings.watch, state.observe(try await look(disk)) == .reload else { continue }
      let report = try await disk.runIfActive { [gateway] in gateway.reload() }
      didReload(report)
    }
  }

  private func look(_ disk: NIOThreadPool) async throws -> WatchedFiles {
    try await disk.runIfActive { [self] in WatchedFiles(files, gateway.configuration) }
  }
}
