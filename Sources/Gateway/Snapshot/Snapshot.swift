import Basics
import Detection
import Identity
import Policy
import Registry
import Settings

/// Configuration, registry, policies and rules as one immutable value: what a call is judged by.
///
/// A reload makes a new one; calls under way keep theirs.
final class Snapshot: Sendable {
  let configuration: Configuration
  let registry: ToolRegistry
  let policy: DecisionPoint
  let requestRules: DetectionEngine
  let answerRules: DetectionEngine
  let recordRules: DetectionEngine
  let servers: ServerTable
  let chain: Chain
  let answerLayers: [any AnswerLayer]
  let challenge: Challenge?
  /// RFC 9728 metadata as JSON; nil if no tokens are accepted.
  let protectedResource: [UInt8]?
  let policyDigest: String
  /// What this was built from; a change of policies builds another one from it.
  let parts: SnapshotParts
  let registryDigest: String

  init(_ parts: SnapshotParts, chain: Chain, answerLayers: [any AnswerLayer]) {
    self.parts = parts
    configuration = parts.configuration
    registry = parts.registry
    policy = parts.policy
    requestRules = parts.requestRules
    answerRules = parts.answerRules
    recordRules = parts.recordRules
    servers = parts.servers
    challenge = parts.challenge
    protectedResource = parts.protectedResource
    policyDigest = parts.policy.digest.hex
    registryDigest = parts.registry.digest.hex
    self.chain = chain
    self.answerLayers = answerLayers
  }
}
