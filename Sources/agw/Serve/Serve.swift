import ArgumentParser
import Console
import Gateway
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
    let announcement = Announcement(loaded.configuration)
    let gateway = try await GatewayService(loaded, didListen: announcement.dataPlane) {
      () throws(ConfigurationErrors) in try loader.load(paths)
    }
    let control = ControlPlane(gateway, logger: Terminal.logger, didListen: announcement.controlPlane)
    let decisions = DecisionPointListener(
      gateway, control: control, logger: Terminal.logger, didListen: announcement.decisionPoint)
    let watch = FileWatch(gateway, configurationFiles: paths) { report in
      let problems = report.problems.map { "\n  \($0)" }.joined()
      Terminal.note(report.isSuccess ? "reloaded" : "reload failed, nothing changed:\(problems)")
    }
    // Stopped in reverse: the gateway drains while the control plane still says so.
    let services: [any Service] = [control, decisions, gateway, watch, BundlePoller(gateway)]
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint],
        logger: Terminal.logger))
    try await group.run()
  }
}
