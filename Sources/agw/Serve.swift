import ArgumentParser
import FoundationEssentials
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
      flight finish, SIGHUP reads everything anew.
      """)

  @OptionGroup var files: ConfigurationFiles

  func run() async throws {
    let loader = ConfigurationLoader(environment: ProcessInfo.processInfo.environment)
    let paths = files.paths
    do {
      let loaded = try loader.load(paths)
      let service = try await GatewayService(loaded) { () throws(ConfigurationErrors) in try loader.load(paths) }
      let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
          services: [.init(service: service)], gracefulShutdownSignals: [.sigterm, .sigint], logger: Terminal.logger))
      try await group.run()
    } catch {
      Terminal.fail(error)
      throw ExitCode(1)
    }
  }
}
