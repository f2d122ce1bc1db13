/// Every reason for which the gateway refuses a call: a closed list.
///
/// The raw value is the code on the wire, the metric label, the audit field and the title of a section in
/// `docs/denial-codes.md`. Codes are never renamed and never reused.
public enum DenialCode: String, Sendable, CaseIterable {
  // The flood guard and the listener, before layer 1.
  case floodGuard = "flood_guard"
  case httpMalformed = "http_malformed"
  case routeUnknown = "route_unknown"
  case methodNotAllowed = "method_not_allowed"
  case originForbidden = "origin_forbidden"
  case draining = "gateway_draining"
  case internalFault = "internal_fault"

  // Layer 1.
  case requestTooLarge = "request_too_large"
  case bodyIncomplete = "body_incomplete"

  // Layer 2.
  case invalidJSONRPC = "invalid_jsonrpc"
  case unsupportedMediaType = "unsupported_media_type"
  case protocolVersionUnsupported = "protocol_version_unsupported"
  case headerMismatch = "header_mismatch"
  case sessionUnknown = "session_unknown"

  // Layer 3.
  case identityRequired = "spiffe_auth_required"
  case identityInvalid = "spiffe_auth_invalid"
  case identityRevoked = "spiffe_auth_revoked"

  // Layer 4.
  case auditUnavailable = "audit_unavailable"

  // Layer 5.
  case toolUnknown = "tool_not_in_registry"
  case toolChanged = "tool_hash_mismatch"
  case toolUnverified = "tool_registry_unavailable"
  case taskUnknown = "task_unknown"
  case stateInvalid = "request_state_invalid"

  // Layer 6.
  case policyDenied = "authz_policy_denied"
  case policyUnavailable = "authz_policy_unavailable"

  // Layer 7.
  case credentialsDetected = "dlp_credentials_detected"
  case personalDataDetected = "dlp_pii_detected"
  case injectionDetected = "dlp_injection_detected"
  case scanUnavailable = "dlp_unavailable"

  // Layer 8.
  case exfiltration = "exfiltration_detected"
  case sessionRisk = "session_risk_exceeded"
  case sessionsFull = "session_tracking_unavailable"

  // Layer 9.
  case stepUpRequired = "stepup_required"
  case stepUpDenied = "stepup_denied"
  case stepUpInvalid = "stepup_token_invalid"
  case stepUpUnavailable = "stepup_unavailable"

  // Layer 10.
  case deepScanDenied = "deep_scan_denied"
  case deepScanUnavailable = "deep_scan_unavailable"

  // Layer 11.
  case rateLimited = "rate_limit_exceeded"

  // Layer 12.
  case breakerOpen = "circuit_breaker_open"

  // Layer 13.
  case secretFailed = "secret_redemption_failed"
  case secretNotAllowed = "secret_not_allowed"
  case secretExpired = "secret_expired"

  // The upstream leg and the answer.
  case upstreamUnavailable = "upstream_unavailable"
  case upstreamTimeout = "upstream_timeout"
  case upstreamOverloaded = "upstream_overloaded"
  case upstreamInvalid = "upstream_invalid_response"
  case answerTooLarge = "answer_too_large"
  case answerBlocked = "answer_blocked"

  /// The layer that refuses with this code; 0 stands for the listener, 14 for the upstream leg and the answer.
  public var layer: Int { entry.layer }

  /// Name of the layer on the wire; `listener` and `upstream` stand at the two ends of the chain.
  public var layerName: String { LayerName(rawValue: layer)?.wireName ?? (layer == 0 ? "listener" : "upstream") }

  /// HTTP status for callers that read plain HTTP.
  public var status: Int { entry.status }

  /// What the caller, or the person behind it, should do next.
  public var remediation: String { entry.remediation }

  /// Whether the refusal speaks against the caller. Waiting for a person, limits and anything that cannot answer
  /// do not: a patient client must not be taken for an attacker.
  var isCallersFault: Bool {
    switch self {
    case .credentialsDetected, .personalDataDetected, .injectionDetected, .exfiltration, .deepScanDenied, .policyDenied,
      .stepUpInvalid, .secretNotAllowed, .toolUnknown, .stateInvalid:
      true
    default: false
    }
  }

  var entry: Entry { Self.table[self] ?? Entry(14, 500, "Report this to the operator of the gateway.") }

  struct Entry {
    let layer: Int
    let status: Int
    let remediation: String

    init(_ layer: Int, _ status: Int, _ remediation: String) {
      self.layer = layer
      self.status = status
      self.remediation = remediation
    }
  }
}
