import Approvals
import Audit
import AuditIndex
import AuditSinks
import Identity
import Secrets
import Sessions
import Telemetry

/// The parts of a runtime, as the opening makes them from the configuration.
struct RuntimeParts {
  let audit: AuditLog
  let sinks: AuditSinks
  let indexer: AuditIndexer?
  let metrics: GatewayMetrics
  let approvals: ApprovalStore
  let secrets: SecretStore
  let identities: IdentityStore
  let identity: IdentitySource
  let riskSessions: SessionStore
  let limiter: RateLimiter
  let breakers: BreakerBoard
  let sessions: ClientSessions
  let catalogue: ToolCatalogue
  let doorway: Doorway
  let policies: PolicyStore
  let seal: StateSeal
  let review: ToolReview
  /// Nil if nobody's entries are sealed.
  let subjects: SubjectSealing?
}
