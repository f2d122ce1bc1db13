import ArgumentParser
import Audit
import Console
import Gateway
import Logging
import ServiceLifecycle
import Settings
import UnixSignals

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the gateway.",
    discussion: """
      EXAMPLES
        agw serve
        agw serve --config config/precinct.yaml --config config/production.yaml

      Later files override earlier ones, key by key; environment variables override files. SIGTERM lets calls in
      flight finish. Changed files come into force by themselves; `agw policy reload` forces it.
      """)

  @OptionGroup var files: ConfigurationFiles

  func run() async throws {
    let loader = ConfigurationFiles.loader
    let paths = files.paths
    let loaded = try loader.load(paths)
    let logger = LineLog.logger(loaded.configuration.telemetry)
    let announcement = Announcement(loaded.configuration)
    let gateway = try await GatewayService(loaded, didListen: announcement.dataPlane) {
      () throws(ConfigurationErrors) in try loader.load(paths)
    }
    gateway.runtime.audit.addObserver { progress in
      guard let failure = progress.failure else { return }
      logger.error("the audit log cannot be written, so calls are refused", metadata: ["reason": "\(failure.error)"])
    }
    IdentityLog.attach(to: gateway, logger)
    gateway.onToolNotice { logger.warning("\($0)") }
    let control = ControlPlane(gateway, logger: logger, didListen: announcement.controlPlane)
    let decisions = DecisionPointListener(
      gateway, control: control, logger: logger, didListen: announcement.decisionPoint)
    let watch = FileWatch(gateway, configurationFiles: paths) { report in
      if report.isSuccess {
        logger.notice("reloaded", metadata: ["policy_digest": "\(report.policyDigest ?? "")"])
      }
      for problem in report.problems {
        logger.error("reload failed, nothing changed", metadata: ["problem": "\(problem)"])
      }
    }
    // Stopped in reverse: the gateway drains while the control plane still says so.
    var services: [any Service] = [
      control, decisions, gateway, watch, BundlePoller(gateway),
      FederationKeeper(gateway), AuthorityService(gateway, didListen: announcement.workloadAPI),
    ]
    if let follower = WorkloadFollower(gateway) { services.append(follower) }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
        logger: logger))
    try await group.run()
  }
}
