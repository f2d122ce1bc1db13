import Basics
import MCP
import Registry
import Sessions
import Settings

/// The chain: which layer stands where, and why.
enum ChainBuilder {
  /// The thirteen layers in their published order.
  static func chain(_ parts: SnapshotParts, _ runtime: GatewayRuntime) -> Chain {
    let settings = parts.configuration
    return Chain(layers: [
      // Nothing is parsed that is larger than we are ready to hold.
      SizeLimit(bodyBytesMax: settings.limits.bodyBytesMax),
      // One strict reading; every later layer uses its result, and its bytes are what goes on.
      EnvelopeShape(
        limits: EnvelopeLimits(
          json: JSONLimits(depthMax: settings.limits.jsonDepthMax, nodesMax: settings.limits.jsonNodesMax))),
      // Who asks; without that nothing below has a subject.
      CallerIdentity(
        authenticator: parts.authenticator, isHeaderAllowed: settings.profile == .dev && settings.identity.header,
        sessions: runtime.sessions, identities: runtime.identities),
      // What cannot be recorded does not happen, so this stands before anything has an effect.
      AuditTrail(log: runtime.audit, subjects: runtime.subjects),
      // Cheap and certain: a tool that is unknown or changed needs no policy.
      KnownTool(
        registry: parts.registry, servers: parts.servers, catalogue: runtime.catalogue, visibility: parts.visibility),
      PolicyLayer(
        policy: parts.policy, elsewhere: parts.decisions, visibility: parts.visibility,
        log: DecisionLogging(parts, runtime.decisionLog)),
      LeakScan(engine: parts.requestRules),
      // Sees what the scan found, and gives the score that step-up reads.
      SessionRisk(sessions: runtime.riskSessions, refusedFrom: settings.sessions.refuseFromRiskScore),
      // A person is asked only about what everything above has let through.
      StepUp(
        approvals: runtime.approvals, fromRisk: settings.stepUp.fromRiskLevel,
        fromScore: Int(settings.stepUp.fromRiskScore)),
      // The dearest layer, and the only one that asks another machine.
      DeepScan(
        guardModel: parts.guardModel, classifier: parts.classifier, fromRisk: settings.deepScan.fromRiskLevel,
        inputBytesMax: settings.deepScan.inputBytesMax),
      RateLimitLayer(
        limiter: runtime.limiter,
        limit: RateLimit(perMinute: settings.rateLimit.requestsPerMinute, burst: settings.rateLimit.burst),
        perTool: settings.rateLimit.tools.mapValues {
          RateLimit(perMinute: $0.requestsPerMinute, burst: $0.burst)
        }),
      // Takes a place with the server, so it stands after everything that may still refuse …
      CircuitBreakerLayer(board: runtime.breakers),
      // … but for the secrets, which nobody but the server is to see.
      SecretRedemption(secrets: runtime.secrets),
    ])
  }

  /// What each message of a server passes on its way back.
  static func answerLayers(_ parts: SnapshotParts, _ runtime: GatewayRuntime) -> [any AnswerLayer] {
    let limits = parts.configuration.limits
    let json = JSONLimits(depthMax: limits.jsonDepthMax, nodesMax: limits.jsonNodesMax)
    return [
      ServerConduct(),
      DiscoveryFilter(limits: json),
      StateClosing(limits: json),
      TaskListFilter(limits: json),
      ToolListFilter(registry: parts.registry, visibility: parts.visibility, limits: json),
      PoisonFilter(engine: parts.answerRules, limits: json),
      RedeemedValues(limits: json),
      ResultScan(engine: parts.answerRules, limits: json, sessions: runtime.riskSessions),
    ]
  }
}
