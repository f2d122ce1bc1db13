import Approvals
import Audit
import AuditIndex
import AuditSinks
import Basics
import Detection
import Identity
public import NIOCore
import NIOSSL
import SPIFFE
import Secrets
import Sessions
public import Settings
import Storage
import Synchronization
import Telemetry

/// A gateway, opened: its runtime, its listener, and how its configuration is read anew.
public final class GatewayService: Sendable {
  public let runtime: GatewayRuntime
  public let plane: DataPlane
  let reloader: Reloader
  let stateDirectory: StateDirectory
  /// The authority that this gateway is itself; nil with another provider.
  public let embedded: EmbeddedAuthority?
  /// Set when the drain begins.
  let isStopping = Atomic<Bool>(false)
  /// How long sinks may deliver what is left when the gateway stops.
  private static let sinksTimeMax = Duration.seconds(5)
  private let didListen: @Sendable (SocketAddress) -> Void

  /// The configuration in force.
  public var configuration: Configuration { runtime.snapshot.configuration }

  /// Opens everything that the configuration names. Blocks on the disk.
  ///
  /// - Parameters:
  ///   - load: Reads the configuration again.
  ///   - didListen: Told the address once calls are answered.
  /// - Throws: ``LoadProblem`` naming what cannot be opened and what to do.
  public convenience init(
    _ loaded: LoadedConfiguration, didListen: @escaping @Sendable (SocketAddress) -> Void = { _ in },
    load: @escaping Reloader.Load
  ) async throws {
    try await self.init(
      loaded, audit: AuditLogOptions(loaded.configuration.audit), didListen: didListen, load: load)
  }

  init(
    _ loaded: LoadedConfiguration, audit: AuditLogOptions,
    didListen: @escaping @Sendable (SocketAddress) -> Void = { _ in }, load: @escaping Reloader.Load
  ) async throws {
    self.didListen = didListen
    let configuration = loaded.configuration
    let violations = ProfileCheck.violations(of: loaded)
    guard violations.isEmpty else { throw LoadProblem("profile", violations.map(\.description)) }
    stateDirectory = try Opening.stateDirectory(configuration)
    runtime = try Opening.runtime(configuration, in: stateDirectory, audit: audit)
    embedded = try Opening.embedded(configuration, in: stateDirectory, runtime)
    let loader = SnapshotLoader(runtime: runtime)
    runtime.install(try loader.load(configuration))
    reloader = Reloader(runtime: runtime, loader: loader, load: load)
    runtime.review.onAdmission { [reloader] in reloader.takeUp() }
    plane = try await DataPlane(runtime: runtime, configuration: configuration)
  }

  /// Starts to listen.
  public func start() async throws {
    let settings = configuration.listeners.data
    do {
      try await plane.listen(host: settings.host, port: settings.port, tls: try Opening.tls(configuration, runtime))
    } catch let problem as LoadProblem {
      throw problem
    } catch {
      throw LoadProblem(
        "listener", ["cannot listen on \(settings.host):\(settings.port): \(error); is another program using the port?"])
    }
    recordStart()
    runtime.sinks.start()
    runtime.indexer?.start()
    if let address = plane.address { didListen(address) }
    // Tool lists are read now, so that the first call does not wait for them.
    let servers = runtime.snapshot.servers.all
    plane.onSomeLoop { loop in
      for server in servers { loop.runtime.catalogue.list(server, on: loop).whenComplete { _ in } }
    }
  }

  /// Lets calls in flight finish, and closes the log and everything else.
  public func stop() async {
    isStopping.store(true, ordering: .relaxed)
    await plane.drain()
    record(.stop)
    runtime.approvals.flush()
    try? runtime.audit.close()
    runtime.indexer?.stop()
    await runtime.sinks.stop(within: Self.sinksTimeMax)
    await runtime.decisionLog.close()
    await runtime.review.close()
    await runtime.policyThreads.close()
    await plane.shutdown()
  }

  func recordStart() { record(.start) }

  private func record(_ event: AuditEvent) {
    var entry = AuditEntry(timestamp: .now(), event: event)
    entry.bundleDigest = runtime.snapshot.policyDigest
    entry.registryDigest = runtime.snapshot.registryDigest
    _ = try? runtime.audit.append(entry)
  }

  /// Reads the configuration and everything it names again.
  public func reload() -> ReloadReport { reloader.reload() }
}
