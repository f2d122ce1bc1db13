import Approvals
import Audit
import Basics
import NIOCore
import NIOSSL
import TestKit
import Testing

@testable import Gateway
@testable import Settings

/// A whole gateway on a port of its own, with a tool server behind it and a directory for its state.
final class GatewayHarness: Sendable {
  let service: GatewayService
  let server: ToolServer
  let directory: TemporaryDirectory

  var runtime: GatewayRuntime { service.runtime }
  var port: Int { service.plane.address?.port ?? 0 }

  private init(_ service: GatewayService, _ server: ToolServer, _ directory: TemporaryDirectory) {
    self.service = service
    self.server = server
    self.directory = directory
  }

  /// Opens a gateway, lets `body` use it, and stops both ends.
  ///
  /// - Parameters:
  ///   - audit: How the log writes; for disks that fail.
  ///   - configure: Changes the configuration before the gateway opens.
  static func run(
    audit: AuditLogOptions = AuditLogOptions(),
    configure: (inout Configuration, TemporaryDirectory) throws -> Void = { _, _ in },
    _ body: (GatewayHarness) async throws -> Void
  ) async throws {
    let directory = try TemporaryDirectory()
    let server = try await ToolServer.start()
    server.offer(Toolbox.offered)
    try directory.write(Toolbox.registry, to: "registry.yaml")
    try TestFile.makeDirectory(directory.file("policies"))
    try directory.write(Toolbox.policy, to: "policies/tests.rego")
    try directory.write(Toolbox.rules, to: "rules.yaml")
    var configuration = configuration(in: directory, server)
    try configure(&configuration, directory)
    let loaded = LoadedConfiguration(configuration: configuration, origins: [:], files: [])
    let service = try await GatewayService(loaded, audit: audit) { () throws(ConfigurationErrors) in loaded }
    try await service.start()
    let harness = GatewayHarness(service, server, directory)
    do {
      try await body(harness)
    } catch {
      await harness.stop()
      throw error
    }
    await harness.stop()
  }

  private static func configuration(in directory: TemporaryDirectory, _ server: ToolServer) -> Configuration {
    var configuration = Configuration()
    configuration.stateDirectory = directory.file("state")
    configuration.audit.path = directory.file("state/audit.jsonl")
    configuration.listeners.data.port = 0
    configuration.listeners.data.threads = 1
    configuration.listeners.data.drainTimeout = .seconds(2)
    configuration.registry.file = directory.file("registry.yaml")
    configuration.policy.directory = directory.file("policies")
    // A debug build on a busy machine.
    configuration.policy.evaluationTimeout = .seconds(5)
    configuration.detection.ruleFiles = [directory.file("rules.yaml")]
    configuration.detection.classifier = nil
    configuration.detection.requests.injection = .flag
    configuration.deepScan.url = "http://127.0.0.1:\(server.port)/guard"
    configuration.deepScan.fromRiskLevel = .critical
    configuration.upstream.url = server.url
    return configuration
  }

  private func stop() async {
    await service.stop()
    await server.stop()
  }

  // MARK: Talking

  func connect(tls: NIOSSLContext? = nil) async throws -> Agent {
    try await Agent.connect(port: port, tls: tls)
  }

  /// Sends one request on a connection of its own.
  func send(_ request: AgentRequest, _ place: SourceLocation = #_sourceLocation) async throws -> AgentAnswer {
    let agent = try await connect()
    try await agent.send(request.text)
    let answer = try await agent.answer(place)
    await agent.close()
    return answer
  }

  /// Calls a tool as plain HTTP callers do.
  func call(
    _ tool: String, _ arguments: JSONValue = [:], as caller: String = Toolbox.alice,
    _ place: SourceLocation = #_sourceLocation
  ) async throws -> AgentAnswer {
    try await send(.call(tool, arguments, as: caller), place)
  }

  // MARK: Records

  /// The entries of the log so far.
  func records() throws -> [JSONValue] {
    let bytes = try FileBytes.read(service.configuration.audit.path, bytesMax: 1 << 24)
    return try bytes.split(separator: 0x0A).map { try JSONValue.parse(Array($0)) }
  }

  /// The entries about one decision.
  func records(of answer: AgentAnswer) throws -> [JSONValue] {
    let id = answer.fields["x-precinct-decision-id"]
    return try records().filter { $0["decision_id"]?.stringValue == id && id != nil }
  }

  /// Waits for an entry, for records that nobody waits for.
  func eventuallyRecords(_ condition: (JSONValue) -> Bool) async -> Bool {
    await eventually { (try? records())?.contains(where: condition) == true }
  }
}
