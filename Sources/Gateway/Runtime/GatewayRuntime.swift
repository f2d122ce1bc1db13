public import Approvals
public import Audit
import AuditIndex
import AuditSinks
import Basics
import Detection
public import Identity
import NIOCore
public import Secrets
public import Sessions
import Synchronization
public import Telemetry

/// What lives as long as the gateway runs and is shared by all event loops: logs, stores, counters, and the
/// snapshot in force.
public final class GatewayRuntime: Sendable {
  public let audit: AuditLog
  public let metrics: GatewayMetrics
  public let approvals: ApprovalStore
  public let secrets: SecretStore
  public let identities: IdentityStore
  /// Who the gateway itself is.
  public let identity: IdentitySource
  public let riskSessions: SessionStore
  public let limiter: RateLimiter
  public let breakers: BreakerBoard
  public let policies: PolicyStore
  let sinks: AuditSinks
  let indexer: AuditIndexer?
  let decisionLog: DecisionLog
  let policyThreads = PolicyThreads()
  let sessions: ClientSessions
  let catalogue: ToolCatalogue
  let channels = ServerChannels()
  let clientChannels = ClientChannels()
  let offers = OfferTable()
  let toolLists = ToolListCache()
  let streams = OpenStreams()
  let tasks = TaskTable()
  let seal: StateSeal
  let review: ToolReview
  let doorway: Doorway
  let subjects: SubjectSealing?
  let handles: CallMetrics
  let waitingLoops = WaitingLoops()
  private let current: Mutex<Snapshot?>
  /// Counts snapshots, so that a loop notices a new one without taking the lock.
  let generation = Atomic<Int>(0)

  init(_ parts: RuntimeParts) {
    audit = parts.audit
    sinks = parts.sinks
    indexer = parts.indexer
    metrics = parts.metrics
    approvals = parts.approvals
    secrets = parts.secrets
    identities = parts.identities
    identity = parts.identity
    riskSessions = parts.riskSessions
    limiter = parts.limiter
    breakers = parts.breakers
    sessions = parts.sessions
    catalogue = parts.catalogue
    doorway = parts.doorway
    seal = parts.seal
    review = parts.review
    subjects = parts.subjects
    policies = parts.policies
    decisionLog = DecisionLog(metrics: parts.metrics)
    handles = CallMetrics(parts.metrics)
    current = Mutex(nil)
  }

  /// The snapshot in force. A call takes it once, at its start.
  var snapshot: Snapshot {
    guard let snapshot = current.withLock({ $0 }) else { preconditionFailure("a snapshot is set before listening") }
    return snapshot
  }

  func install(_ snapshot: Snapshot) {
    current.withLock { $0 = snapshot }
    generation.add(1, ordering: .releasing)
    breakers.retain(Set(snapshot.servers.all.map(\.name)))
  }

  /// The session's risk score as it stands, for the policy input.
  func riskScore(of call: Call) -> Int {
    call.sessionKey.flatMap { riskSessions.summary(of: $0, now: call.receivedAt)?.riskScore } ?? 0
  }
}
