import Audit
import Basics
import Policy
import Secrets
public import Settings
import Synchronization
import Telemetry

/// Reads configuration, registry, policies and rules anew, and puts them in force if all of it is well.
public final class Reloader: Sendable {
  /// Reads the configuration files again.
  public typealias Load = @Sendable () throws(ConfigurationErrors) -> LoadedConfiguration

  private let runtime: GatewayRuntime
  private let loader: SnapshotLoader
  private let read: Load
  private let last = Mutex<ReloadReport?>(nil)
  /// One reload at a time.
  private let turn = Mutex<Void>(())

  init(runtime: GatewayRuntime, loader: SnapshotLoader, load: @escaping Load) {
    self.runtime = runtime
    self.loader = loader
    read = load
  }

  /// How the last reload went; nil if there was none.
  public var lastReport: ReloadReport? { last.withLock { $0 } }

  /// Blocks on the disk. A reload that fails leaves everything as it was.
  func reload() -> ReloadReport {
    turn.withLock { _ in
      let report: ReloadReport
      do throws(LoadProblem) {
        let snapshot = try build()
        runtime.install(snapshot)
        report = ReloadReport(snapshot)
      } catch {
        report = ReloadReport(failure: error)
      }
      note(report)
      return report
    }
  }

  /// Puts other policies in force and leaves everything else as it is; returns the snapshot in force.
  ///
  /// What does not compile changes nothing, and neither does what cannot be kept. Blocks on the disk.
  ///
  /// - Parameters:
  ///   - change: Makes the new stack from the one in force; the same one means that there is nothing to do.
  ///   - keep: Writes down what is to survive a restart; called before it comes into force.
  func changePolicies(
    _ change: (PolicyStack) throws -> PolicyStack?, keep: (PolicyStack) throws -> Void
  ) throws -> Snapshot {
    try turn.withLock { _ in
      let old = runtime.snapshot
      guard let stack = try change(old.parts.stack) else { return old }
      let snapshot = try loader.load(stack, in: old)
      try keep(stack)
      runtime.install(snapshot)
      return snapshot
    }
  }

  /// Puts a registry in force that holds what the history has taken up. Blocks on the disk.
  func takeUp() {
    turn.withLock { _ in
      guard let snapshot = try? loader.load(runtime.snapshot.configuration) else { return }
      runtime.install(snapshot)
    }
  }

  private func build() throws(LoadProblem) -> Snapshot {
    let loaded: LoadedConfiguration
    do throws(ConfigurationErrors) {
      loaded = try read()
    } catch {
      throw LoadProblem("configuration", error.problems.map(\.description))
    }
    let violations = ProfileCheck.violations(of: loaded)
    guard violations.isEmpty else { throw LoadProblem("profile", violations.map(\.description)) }
    let snapshot = try loader.load(loaded.configuration)
    do throws(SecretError) {
      try runtime.secrets.reload()
    } catch {
      throw LoadProblem("secrets", error)
    }
    return snapshot
  }

  private func note(_ report: ReloadReport) {
    last.withLock { $0 = report }
    runtime.metrics.reloads[report.isSuccess ? "success" : "failure"].increment()
    if report.isSuccess { runtime.metrics.lastReload.set(report.at.seconds) }
    var entry = AuditEntry(timestamp: report.at, event: .reload)
    entry.code = report.isSuccess ? nil : "reload_failed"
    entry.bundleDigest = report.policyDigest
    entry.registryDigest = report.registryDigest
    entry.detail = report.isSuccess ? "reloaded" : report.problems.joined(separator: "; ")
    _ = try? runtime.audit.append(entry)
  }
}
