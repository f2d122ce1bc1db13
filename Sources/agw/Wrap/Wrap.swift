import ArgumentParser
import Console
import FoundationEssentials
import Gateway
import Logging
import ServiceLifecycle
import Settings
import UnixSignals

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

struct Wrap: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Guard one local server: speak MCP on standard input and output, and start the server behind.",
    discussion: """
      EXAMPLES
        agw wrap -- mcp-server-time --local-timezone UTC
        agw wrap --directory /opt/precinct --name files --env API_KEY -- npx -y some-server /home/ada

      For the configuration file of a desktop client: "command" is agw, and "args" is what follows here. Rules,
      registry and audit are those of the configuration; the record lies in its state directory, under wrap/NAME.
      `agw tools diff --wrapped NAME` and its like speak to it while it runs.
      """)

  @Option(help: "Where relative paths start: clients start servers anywhere.")
  var directory: String?

  @Option(help: "What the wrapped server is called in records; without it the name of the program.")
  var name: String?

  @Option(help: "SPIFFE ID that the client acts as.")
  var identity: String?

  @Option(help: "An environment variable that the server inherits, besides PATH, HOME and LANG; may be repeated.")
  var env: [String] = []

  @OptionGroup var files: ConfigurationFiles

  @Argument(parsing: .postTerminator, help: "The server: program, then arguments.")
  var command: [String] = []

  func validate() throws {
    if command.isEmpty { throw ValidationError("Say what to wrap: agw wrap -- COMMAND…") }
    if let name, !Self.isName(name) { throw ValidationError("--name takes letters, digits, \"-\" and \"_\".") }
  }

  func run() async throws {
    if let directory, !FileManager.default.changeCurrentDirectoryPath(directory) {
      throw CommandFailure("there is no directory \(directory)")
    }
    let loader = ConfigurationFiles.loader
    let paths = files.paths
    let wrapping = Wrapping(command: command, name: ownName, environment: env)
    let loaded = wrapping.applied(to: try loader.load(paths))
    let logger = LineLog.logger(loaded.configuration.telemetry)
    try FileManager.default.createDirectory(
      atPath: loaded.configuration.stateDirectory, withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    let gateway = try await GatewayService(loaded) { () throws(ConfigurationErrors) in
      wrapping.applied(to: try loader.load(paths))
    }
    gateway.onToolNotice { logger.warning("\($0)") }
    let control = ControlPlane(gateway, logger: logger)
    let watch = FileWatch(gateway, configurationFiles: paths) { report in
      for problem in report.problems {
        logger.error("reload failed, nothing changed", metadata: ["problem": "\(problem)"])
      }
    }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: control), .init(service: watch),
          .init(
            service: WrappedServer(gateway: gateway, identity: identity ?? Self.identity(loaded.configuration)),
            successTerminationBehavior: .gracefullyShutdownGroup),
        ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x5F }
  }

  private var ownName: String {
    if let name { return name }
    let program = command.first?.split(separator: "/").last.map(String.init) ?? ""
    let plain = String(program.map { Self.isName(String($0)) ? $0 : "_" })
    return plain.isEmpty ? "server" : plain
  }

  private static func identity(_ configuration: Configuration) -> String {
    "spiffe://\(configuration.identity.trustDomain)/agents/mcp-client/desktop/dev"
  }
}

/// The client on standard input and output, as a service that ends with it.
private struct WrappedServer: Service {
  let gateway: GatewayService
  let identity: String

  func run() async throws {
    do {
      try await gateway.serve(input: dup(0), output: dup(1), as: identity)
    } catch {
      await gateway.stop()
      throw error
    }
    await gateway.stop()
  }
}
