import Audit
import Basics
import TestKit

/// A log with a few calls in it.
final class SampleLog {
  let directory: TemporaryDirectory
  private let log: AuditLog

  static let begin = Timestamp(rfc3339: "2026-03-01T10:00:00Z") ?? Timestamp(seconds: 0)
  private var count = 0

  var path: String { directory.file("audit.jsonl") }

  init() throws {
    directory = try TemporaryDirectory()
    log = try AuditLog(directory.file("audit.jsonl"), AuditLogOptions(durability: .buffered))
  }

  func close() throws { try log.close() }

  @discardableResult
  func add(
    _ event: AuditEvent = .decision, _ decision: AuditDecision? = .allow, id: String = "d-1", code: String? = nil,
    policy: AuditLayer.Result? = .pass, authMethod: String = "mtls_svid"
  ) throws -> UInt64 {
    count += 1
    var entry = AuditEntry(timestamp: Self.begin.adding(.seconds(count)), event: event)
    entry.decisionID = id
    entry.callerID = "spiffe://poc.local/agents/mcp-client/my-agent/dev"
    entry.principal = AuditPrincipal(kind: "agent", level: 2, authMethod: authMethod)
    entry.method = "tools/call"
    entry.tool = "my_tool"
    entry.decision = decision
    entry.code = code
    if let policy { entry.layers = [AuditLayer(.init(6, "opa_policy"), policy, durationMicroseconds: 1)] }
    if event == .outcome {
      entry.upstream = "upstream"
      entry.responseStatus = 200
    }
    return try log.append(entry, isAwaited: false)
  }

  /// An allowed call that was forwarded.
  func addCall(_ id: String) throws {
    try add(.decision, .allow, id: id)
    try add(.outcome, .allow, id: id, policy: nil)
  }
}
