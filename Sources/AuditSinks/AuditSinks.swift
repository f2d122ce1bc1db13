public import Audit
import Basics
import Dispatch
import NIOPosix

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The sinks of a log: each has a thread of its own, and none holds up the log or another.
public final class AuditSinks: Sendable {
  private let runners: [SinkRunner]
  private let threads: NIOThreadPool

  /// Reads what the plans name; nothing is delivered before ``start()``. Blocks on the disk.
  ///
  /// - Throws: ``SinkError`` naming the sink that cannot be opened.
  public init(_ plans: [SinkPlan], of log: AuditLog, metrics: [String: SinkMetrics] = [:]) throws(SinkError) {
    let paths = log.paths
    let origin = (try? SigningKeys.published(paths))?.first?.name ?? ""
    var runners: [SinkRunner] = []
    for plan in plans {
      let make: @Sendable () -> any Sink
      do throws(SinkError) { make = try Self.maker(plan, of: paths, origin: origin) } catch {
        throw SinkError("audit.sinks.\(plan.name): \(error)")
      }
      runners.append(
        SinkRunner(plan, of: paths, durable: log.durableThrough, metrics: metrics[plan.name], makeSink: make))
    }
    if !plans.isEmpty { try Self.makeDirectory(paths.sinks) }
    self.runners = runners
    threads = NIOThreadPool(numberOfThreads: max(1, runners.count))
    log.addObserver { [runners] progress in for runner in runners { runner.wake.advance(through: progress.durableThrough) } }
  }

  public func start() {
    guard !runners.isEmpty else { return }
    threads.start()
    for runner in runners { threads.submit { _ in runner.run() } }
  }

  /// Delivers what is left, as far as the other ends take it now, and ends the threads.
  ///
  /// - Parameter time: After it, sinks that hang are left behind; what they have not delivered is delivered when the
  ///   gateway starts again.
  public func stop(within time: Duration) async {
    guard !runners.isEmpty else { return }
    for runner in runners { runner.wake.stop() }
    let threads = threads
    await withTaskGroup { group in
      let ended = AsyncStream<Void>.makeStream()
      threads.shutdownGracefully(queue: .global()) { _ in ended.continuation.finish() }
      group.addTask { for await _ in ended.stream {} }
      group.addTask { try? await Task.sleep(for: time) }
      await group.next()
      group.cancelAll()
    }
  }

  private static func maker(
    _ plan: SinkPlan, of log: LogPaths, origin: String
  ) throws(SinkError) -> @Sendable () -> any Sink {
    let (content, format) = (plan.content, plan.format)
    switch plan.target {
    case .syslog(let address):
      let endpoint = try SinkEndpoint(address, timeout: plan.timeout)
      let text = SyslogText(host: SyslogText.hostName(hostName()), origin: origin, format: format)
      return { SyslogSink(endpoint, text, content) }
    case .openSearch(var address, let index):
      address.path = (address.path == "/" ? "" : address.path) + "/_bulk"
      let endpoint = try SinkEndpoint(address, timeout: plan.timeout)
      return { OpenSearchSink(endpoint, index: index, format, content, origin: origin) }
    case .http(let address):
      let endpoint = try SinkEndpoint(address, timeout: plan.timeout)
      return { HTTPSink(endpoint, format, content, origin: origin) }
    case .standardOutput: return { OutputSink(STDOUT_FILENO, format, content, origin: origin) }
    case .directory(let path):
      try makeDirectory(path)
      return { DirectorySink(path, content) }
    case .witness(var address, let key):
      address.path = (address.path == "/" ? "" : address.path) + "/add-checkpoint"
      let endpoint = try SinkEndpoint(address, timeout: plan.timeout)
      return { WitnessSink(endpoint, key, of: log) }
    }
  }

  private static func makeDirectory(_ path: String) throws(SinkError) {
    // SAFETY: the path is a C string that lives as long as the call.
    guard unsafe mkdir(path, 0o700) != 0, errno != EEXIST else { return }
    throw SinkError("\(FileError("create", path))")
  }

  private static func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "-" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
