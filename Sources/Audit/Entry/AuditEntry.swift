public import Basics

/// One record of the audit log, before it has a place in the chain.
///
/// Values are written as given: whoever makes an entry has redacted it. A call has two entries with one
/// ``decisionID``: the decision, and, if it was forwarded, the outcome.
public struct AuditEntry: Sendable, Equatable {
  public var timestamp: Timestamp
  public var event: AuditEvent
  public var decisionID: String = ""
  public var traceID: String = ""
  public var sessionID: String = ""
  /// SPIFFE ID or other name of the caller; empty if the caller is not known. Written twice, as `spiffe_id`
  /// and `caller_id`, and as an empty string rather than null, so that `jq`'s `contains` works on every line.
  public var callerID: String = ""
  public var principal: AuditPrincipal?
  public var method: String?
  public var tool: String?
  public var upstream: String?
  public var decision: AuditDecision?
  /// Denial code, or the code of whatever else the event reports.
  public var code: String?
  public var layers: [AuditLayer] = []
  public var riskScore: Double = 0
  /// SHA-256 of the arguments as received, in hexadecimal.
  public var argumentsDigest: String?
  /// The arguments as JSON, redacted; nil unless payloads are recorded.
  public var arguments: [UInt8]?
  public var redactions: [AuditRedaction] = []
  /// HTTP status of the answer.
  public var responseStatus: Int?
  public var durationMicroseconds: Int?
  public var bundleDigest: String?
  public var registryDigest: String?
  /// The rule of the policies that decided, such as `mcp.authz.allow`; nil if none did.
  public var policyRule: String?
  /// A sentence for people, for events that are not calls.
  public var detail: String?
  /// Under whose key the personal fields are written; nil to write them as they are.
  public var seal: SubjectSeal?

  public init(timestamp: Timestamp, event: AuditEvent) {
    self.timestamp = timestamp
    self.event = event
  }
}
