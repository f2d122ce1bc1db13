import Audit
import Basics

extension AuditEntry {
  /// A decision with every field that a usual call has.
  static func sample(
    _ number: Int = 0, caller: String = "spiffe://poc.local/agents/mcp-client/my-agent/dev",
    tool: String = "read_file", decision: AuditDecision = .allow, code: String? = nil
  ) -> AuditEntry {
    let time = Timestamp(nanoseconds: 1_795_251_600_000_000_000 + Int64(number) * 1_000_000)
    var entry = AuditEntry(timestamp: time, event: .decision)
    entry.decisionID = "0192f0c0-7a5b-7c3d-8e9f-" + String(100_000_000_000 + number)
    entry.traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
    entry.sessionID = "b7ad6b7169203331"
    entry.callerID = caller
    entry.principal = AuditPrincipal(kind: "agent", level: 2, authMethod: "mtls_svid")
    entry.method = "tools/call"
    entry.tool = tool
    entry.upstream = "http://127.0.0.1:8080/mcp"
    entry.decision = decision
    entry.code = code
    entry.layers = layerNames.enumerated().map { AuditLayer($1, .pass, durationMicroseconds: $0 * 3) }
    entry.riskScore = 0.25
    entry.argumentsDigest = String(repeating: "0123456789abcdef", count: 4)
    entry.responseStatus = 200
    entry.durationMicroseconds = 1_234
    entry.bundleDigest = String(repeating: "fedcba9876543210", count: 4)
    entry.registryDigest = String(repeating: "00112233aabbccdd", count: 4)
    return entry
  }

  private static let layerNames = [
    "request_size_limit", "jsonrpc_validator", "spiffe_auth", "audit_log", "tool_registry", "opa_policy",
    "dlp_scan", "session_tracking", "step_up", "deep_scan", "rate_limit", "circuit_breaker",
    "token_substitution",
  ].enumerated().map { AuditLayer.Name($0 + 1, $1) }
}
