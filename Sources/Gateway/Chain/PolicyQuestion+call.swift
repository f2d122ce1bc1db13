import Basics
import Identity
import MCP
import Policy
import Registry
import SPIFFE
import Sessions

extension PolicyQuestion {
  /// The question about `call`, with as much as the policies read; nil if nobody is known to ask.
  init?(_ call: Call, needs: InputNeeds, on loop: LoopState) {
    guard let principal = call.principal else { return nil }
    self.init(
      caller: principal.id.text, method: call.methodName, toolName: call.subject, toolInfo: call.tool?.policyView,
      principal: principal.document, now: call.receivedAt)
    if needs.contains(.arguments), let envelope = call.envelope, let node = envelope.arguments {
      arguments = .node(envelope.document, node)
    }
    if needs.contains(.session) { session = Self.session(call, loop) }
    if needs.contains(.request) { request = Self.request(call) }
  }

  private static func session(_ call: Call, _ loop: LoopState) -> JSONValue {
    let summary = call.sessionKey.flatMap { loop.runtime.riskSessions.summary(of: $0, now: call.receivedAt) }
    return [
      "id": call.session?.id.map { .string($0) } ?? .null,
      "risk_score": .integer(summary?.riskScore ?? 0),
      "labels": .array((summary?.labels ?? []).map { .string($0) }),
      "counters": summary?.countersDocument ?? .object([:]),
      "age_seconds": .integer(summary.map { Int(call.receivedAt.since($0.startedAt).components.seconds) } ?? 0),
    ]
  }

  private static func request(_ call: Call) -> JSONValue {
    [
      "time": .string(call.receivedAt.rfc3339), "peer": .string(call.request.peer),
      "protocol_version": call.request.protocolVersion.map { .string($0) } ?? .null,
      "decision_id": .string(call.decisionID), "resource": resource(call),
      "server": call.server.map { .string($0.name) } ?? .null,
    ]
  }

  /// A resource's URI in its parts, so that policies need not take the text apart themselves.
  private static func resource(_ call: Call) -> JSONValue {
    guard case .uri = call.envelope?.method?.subject, let uri = call.subject.flatMap(ResourceURI.init) else { return .null }
    return resource(uri)
  }

  static func resource(_ uri: ResourceURI) -> JSONValue {
    [
      "scheme": .string(uri.scheme), "authority": uri.authority.map { .string($0) } ?? .null, "path": .string(uri.path),
      "segments": .array(uri.segments.map { .string($0) }),
    ]
  }
}
