import Basics
import NIOPosix
import Policy
public import ServiceLifecycle
import Settings

/// Looks at bundle servers until the group shuts down, each bundle at its own times.
public final class BundlePoller: Service {
  /// How often the schedule is looked at, so that a changed configuration is noticed.
  private static let interval = Duration.milliseconds(250)

  private let gateway: GatewayService

  public init(_ gateway: GatewayService) { self.gateway = gateway }

  public func run() async throws {
    let disk = NIOThreadPool(numberOfThreads: 1)
    disk.start()
    try? await cancelWhenGracefulShutdown { [self] in try await poll(disk) }
    try? await disk.shutdownGracefully()
  }

  private struct Entry {
    let settings: BundleSettings
    var schedule: BundleSchedule
    var isUnderWay = false
  }

  private func poll(_ disk: NIOThreadPool) async throws {
    try await withThrowingTaskGroup(of: (name: String, isGood: Bool)?.self) { tasks in
      var entries: [String: Entry] = [:]
      var random = SystemRandomNumberGenerator()
      tasks.addTask { try await Self.pause() }
      while let finished = try await tasks.next() {
        let now = Timestamp.now()
        if let (name, isGood) = finished {
          entries[name]?.isUnderWay = false
          if isGood {
            entries[name]?.schedule.succeeded(at: now, &random)
          } else {
            entries[name]?.schedule.failed(at: now, &random)
          }
          continue
        }
        update(&entries, now)
        for (name, entry) in entries where !entry.isUnderWay && entry.schedule.isDue(at: now) {
          entries[name]?.isUnderWay = true
          let settings = entry.settings
          tasks.addTask { [gateway] in
            (name, await gateway.pollBundle(name, settings) { work in try await disk.runIfActive(work) })
          }
        }
        tasks.addTask { try await Self.pause() }
      }
    }
  }

  private static func pause() async throws -> (name: String, isGood: Bool)? {
    try await Task.sleep(for: interval)
    return nil
  }

  /// Takes up what the configuration in force says; a bundle whose settings have changed begins anew.
  private func update(_ entries: inout [String: Entry], _ now: Timestamp) {
    let configured = gateway.configuration.policy.bundles.filter { $0.value.url != nil }
    entries = entries.filter { $0.value.isUnderWay || configured[$0.key] == $0.value.settings }
    for (name, settings) in configured where entries[name] == nil {
      entries[name] = Entry(
        settings: settings,
        schedule: BundleSchedule(minDelay: settings.minDelay, maxDelay: settings.maxDelay, now: now))
    }
  }
}
