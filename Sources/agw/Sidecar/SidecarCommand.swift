import ArgumentParser
import Gateway
import Logging
import ServiceLifecycle
import Settings
import SPIFFE
import UnixSignals

struct SidecarCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sidecar", abstract: "Give a local agent an identity towards the gateway, without changing the agent.",
    discussion: """
      EXAMPLE
        agw sidecar --listen unix:/run/my-agent/gateway.sock --gateway https://gateway.internal:9443 \\
            --gateway-id spiffe://example.org/gateways/precinct/prod_standard

      Whoever can connect to the sidecar has its identity. On a machine with several users, let it listen on a Unix
      socket: only its own user may open that.
      """)

  @Option(help: "Where the agent connects, over plain HTTP: 127.0.0.1:PORT or unix:PATH.")
  var listen = "127.0.0.1:9092"

  @Option(help: "The gateway, https://host:port.")
  var gateway = "https://localhost:9443"

  @Option(name: .customLong("gateway-id"), help: "The SPIFFE ID that the gateway has to prove.")
  var gatewayID: SPIFFEID

  @Option(name: .customLong("workload-api"), help: "Socket of the Workload API; without it, SPIFFE_ENDPOINT_SOCKET.")
  var workloadAPI: String?

  func run() async throws {
    guard let socket = workloadAPI ?? ConfigurationFiles.environment["SPIFFE_ENDPOINT_SOCKET"] else {
      throw CommandFailure("Give --workload-api, or set SPIFFE_ENDPOINT_SOCKET.")
    }
    let settings = try SidecarSettings(
      listen: listen, gateway: gateway, gatewayID: gatewayID, workloadAPI: socket)
    let logger = LineLog.logger(TelemetrySettings())
    let (listen, gateway) = (listen, gateway)
    let sidecar = Sidecar(settings) {
      IdentityLog.write($0, to: logger)
    } didListen: {
      Terminal.note("sidecar               \(listen) -> \(gateway)")
    }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [.init(service: sidecar)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
  }
}
