import Detection
import Identity
import Policy
import Registry
import Settings

/// What a snapshot is built from, read and checked.
struct SnapshotParts: Sendable {
  let configuration: Configuration
  let registry: ToolRegistry
  /// What `policy` was compiled from.
  var stack: PolicyStack
  var policy: DecisionPoint
  /// Who decides instead of `policy` on the event loop; nil if nobody does.
  var decisions: (any DecisionSource)?
  let requestRules: DetectionEngine
  let answerRules: DetectionEngine
  let recordRules: DetectionEngine
  let servers: ServerTable
  let authenticator: Authenticator
  let guardModel: GuardModel?
  let classifier: AttackClassifier?
  let challenge: Challenge?
  let protectedResource: [UInt8]?

  var visibility: ToolVisibility { ToolVisibility(policy: policy, registry: registry, isRemote: decisions != nil) }
}
