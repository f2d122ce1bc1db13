import Audit
import Basics

/// Calls as a busy fleet makes them, the same at every run: 400 callers, 60 tools, one call in fifty refused.
struct CallStream {
  private static let codes = [
    "authz_policy_denied", "rate_limit_exceeded", "dlp_credentials_detected", "tool_not_in_registry", "stepup_required",
  ]
  private static let words = [
    "quarterly", "invoice", "customer", "backup", "deployment", "summary", "review", "ticket", "schedule", "inventory",
    "migration", "payroll", "contract", "shipment", "forecast", "incident", "release", "budget", "survey", "archive",
  ]
  private let layers = [
    "request_size_limit", "jsonrpc_validator", "spiffe_auth", "audit_log", "tool_registry", "opa_policy", "dlp_scan",
    "session_tracking", "step_up", "deep_scan", "rate_limit", "circuit_breaker", "token_substitution",
  ].enumerated().map { AuditLayer(AuditLayer.Name($0 + 1, $1), .pass, durationMicroseconds: 2) }
  private let digest = String(repeating: "0123456789abcdef", count: 4)
  private var random: UInt64 = 0x9e37_79b9_7f4a_7c15
  private let start: Int64

  init(from start: Int64) { self.start = start }

  /// Even numbers are decisions, odd ones the outcome of the call before.
  mutating func entry(_ number: Int) -> AuditEntry {
    let call = number / 2
    if number.isMultiple(of: 2) { draw() }
    let isDecision = number.isMultiple(of: 2)
    let isDenied = random % 50 == 7
    let time = Timestamp(nanoseconds: start + Int64(number) * 3_000_000)
    var entry = AuditEntry(timestamp: time, event: isDecision ? .decision : .outcome)
    entry.decisionID = "0192f0c0-7a5b-7c3d-8e9f-\(100_000_000_000 + call)"
    entry.traceID = "4bf92f3577b34da6a3ce9\(10_000_000_000 + call)"
    entry.sessionID = "session-\(call / 40)"
    entry.callerID = "spiffe://poc.local/agents/mcp-client/agent-\(random % 400)/prod"
    entry.method = "tools/call"
    entry.tool = "tool_\(random / 400 % 60)"
    entry.upstream = "files"
    entry.decision = isDenied ? .deny : .allow
    entry.code = isDenied ? Self.codes[Int(random / 1_000 % UInt64(Self.codes.count))] : nil
    entry.durationMicroseconds = 123
    guard isDecision else {
      entry.responseStatus = isDenied ? 403 : 200
      return entry
    }
    entry.principal = AuditPrincipal(kind: "agent", level: 2, authMethod: "mtls_svid")
    entry.layers = layers
    entry.argumentsDigest = digest
    entry.arguments = Array(arguments(call).utf8)
    entry.bundleDigest = digest
    return entry
  }

  private func arguments(_ call: Int) -> String {
    let word = { (shift: UInt64) in Self.words[Int((random >> shift) % UInt64(Self.words.count))] }
    return #"{"path":"/srv/\#(word(8))/\#(word(16))-\#(random >> 40 % 50_000).md","query":"\#(word(24)) \#(word(32)) number \#(call)"}"#
  }

  /// xorshift64*.
  private mutating func draw() {
    random ^= random >> 12
    random ^= random << 25
    random ^= random >> 27
    random = random &* 0x2545_f491_4f6c_dd1d | 1
  }
}
