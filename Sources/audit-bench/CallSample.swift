import Audit
import Basics

/// A call's values as the gateway has them, and the two entries it makes of them.
struct CallSample {
  private let layers = [
    "request_size_limit", "jsonrpc_validator", "spiffe_auth", "audit_log", "tool_registry", "opa_policy", "dlp_scan",
    "session_tracking", "step_up", "deep_scan", "rate_limit", "circuit_breaker", "token_substitution",
  ].enumerated().map { AuditLayer($1, $0) }
  private let decisionID = "0192f0c0-7a5b-7c3d-8e9f-0123456789ab"
  private let traceID = "4bf92f3577b34da6a3ce929d0e0e4736"
  private let sessionID = "b7ad6b7169203331"
  private let callerID = "spiffe://poc.local/agents/mcp-client/my-agent/dev"
  private let digest = String(repeating: "0123456789abcdef", count: 4)

  /// Even numbers are decisions, odd ones outcomes.
  func entry(_ number: Int) -> AuditEntry {
    let isDecision = number.isMultiple(of: 2)
    var entry = AuditEntry(timestamp: .now(), event: isDecision ? .decision : .outcome)
    entry.decisionID = decisionID
    entry.traceID = traceID
    entry.sessionID = sessionID
    entry.callerID = callerID
    entry.principal = AuditPrincipal(kind: "agent", level: 2, authMethod: "mtls_svid")
    entry.method = "tools/call"
    entry.tool = "read_file"
    entry.upstream = "http://127.0.0.1:8080/mcp"
    entry.decision = .allow
    entry.durationMicroseconds = 123
    guard isDecision else {
      entry.responseStatus = 200
      return entry
    }
    entry.layers = layers.map { AuditLayer($0.name, .pass, durationMicroseconds: 3) }
    entry.argumentsDigest = digest
    entry.bundleDigest = digest
    entry.registryDigest = digest
    return entry
  }
}

extension AuditLayer {
  fileprivate init(_ name: String, _ position: Int) {
    self.init(Name(position + 1, name), .pass, durationMicroseconds: 0)
  }
}
