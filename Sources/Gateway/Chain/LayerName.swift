/// The layers in their published order. The raw value is the number that refusals and records show.
public enum LayerName: Int, Sendable, CaseIterable {
  case requestSizeLimit = 1
  case jsonrpcValidator
  case spiffeAuth
  case auditLog
  case toolRegistry
  case opaPolicy
  case dlpScan
  case sessionTracking
  case stepUp
  case deepScan
  case rateLimit
  case circuitBreaker
  case tokenSubstitution

  /// The name on the wire, in records and in metrics.
  public var wireName: String {
    switch self {
    case .requestSizeLimit: "request_size_limit"
    case .jsonrpcValidator: "jsonrpc_validator"
    case .spiffeAuth: "spiffe_auth"
    case .auditLog: "audit_log"
    case .toolRegistry: "tool_registry"
    case .opaPolicy: "opa_policy"
    case .dlpScan: "dlp_scan"
    case .sessionTracking: "session_tracking"
    case .stepUp: "step_up"
    case .deepScan: "deep_scan"
    case .rateLimit: "rate_limit"
    case .circuitBreaker: "circuit_breaker"
    case .tokenSubstitution: "token_substitution"
    }
  }
}
