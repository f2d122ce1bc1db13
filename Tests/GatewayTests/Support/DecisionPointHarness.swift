import Basics
import Logging
import NIOCore
import Settings
import Synchronization
import TestKit
import Testing

@testable import Console
@testable import Gateway

/// The decision point of a gateway in a test, on a port of its own.
struct DecisionPointHarness {
  let gateway: GatewayHarness
  let port: Int
  let token: ControlToken

  /// Listens while `body` runs. The configuration must have `decision_point.listen` with port 0.
  static func run(_ gateway: GatewayHarness, _ body: (DecisionPointHarness) async throws -> Void) async throws {
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let control = ControlPlane(gateway.service, logger: logger)
    let bound = Mutex<Int?>(nil)
    let listener = DecisionPointListener(gateway.service, control: control, logger: logger) { address in
      bound.withLock { $0 = address.port }
    }
    let task = Task { try? await listener.run() }
    defer { task.cancel() }
    let isThere = await eventually { bound.withLock { $0 } != nil }
    try #require(isThere)
    try await body(
      DecisionPointHarness(gateway: gateway, port: bound.withLock { $0 } ?? 0, token: control.token))
  }

  /// A gateway with a decision point, in one.
  static func run(
    configure: (inout Configuration, TemporaryDirectory) throws -> Void = { _, _ in },
    _ body: (DecisionPointHarness) async throws -> Void
  ) async throws {
    try await GatewayHarness.run(configure: { settings, directory in
      settings.decisionPoint.listen = "127.0.0.1:0"
      try configure(&settings, directory)
    }) { try await run($0, body) }
  }

  /// Sends one request, as curl would.
  @discardableResult
  func ask(
    _ verb: String, _ path: String, _ body: String = "", _ fields: [(String, String)] = [],
    _ place: SourceLocation = #_sourceLocation
  ) async throws -> AgentAnswer {
    var all = [("Host", "localhost:\(port)"), ("Content-Length", "\(body.utf8.count)")]
    for field in fields {
      all.removeAll { $0.0 == field.0 }
      all.append(field)
    }
    let agent = try await Agent.connect(port: port)
    try await agent.send(AgentRequest(verb: verb, path: path, fields: all, body: body).text)
    let answer = try await agent.answer(place)
    await agent.close()
    return answer
  }

  /// The status of an answer, and the code in it.
  func code(
    _ verb: String, _ path: String, _ body: String = "", _ fields: [(String, String)] = [],
    _ place: SourceLocation = #_sourceLocation
  ) async throws -> String {
    let answer = try await ask(verb, path, body, fields, place)
    return "\(answer.status) \(answer.json["code"]?.stringValue ?? "")"
  }
}
