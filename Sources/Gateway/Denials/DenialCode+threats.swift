extension DenialCode {
  /// The threats that a refusal answers.
  public struct Threats: Sendable, Equatable {
    public let owasp: [AgenticRisk]
    public let atlas: [AtlasTechnique]

    /// Faults of transport, of the server behind, and parts that cannot answer: no sign of an attack.
    static let none = Threats([], [])

    init(_ owasp: [AgenticRisk], _ atlas: [AtlasTechnique]) {
      self.owasp = owasp
      self.atlas = atlas
    }

    public var isEmpty: Bool { owasp.isEmpty && atlas.isEmpty }
  }

  /// One row for each code. A test checks that none is left out.
  public static let threats: [DenialCode: Threats] = [
    .floodGuard: Threats([.cascadingFailures], [.denialOfService]),
    .httpMalformed: Threats([], [.exploitPublicApplication]),
    .routeUnknown: .none,
    .methodNotAllowed: .none,
    .originForbidden: Threats([.interAgentCommunication], [.exploitPublicApplication]),
    .draining: .none,
    .internalFault: .none,
    .requestTooLarge: Threats([.cascadingFailures], [.denialOfService]),
    .bodyIncomplete: .none,
    .invalidJSONRPC: Threats([.interAgentCommunication], [.exploitPublicApplication]),
    .unsupportedMediaType: .none,
    .protocolVersionUnsupported: Threats([.interAgentCommunication], []),
    .headerMismatch: Threats([.interAgentCommunication], [.exploitPublicApplication]),
    .sessionUnknown: Threats([.identityAbuse], []),
    .identityRequired: Threats([.identityAbuse], [.validAccounts]),
    .identityInvalid: Threats([.identityAbuse], [.validAccounts]),
    .identityRevoked: Threats([.identityAbuse, .rogueAgents], [.validAccounts]),
    .auditUnavailable: .none,
    .toolUnknown: Threats([.toolMisuse, .supplyChain], [.toolInvocation]),
    .toolChanged: Threats([.supplyChain], [.supplyChainCompromise, .toolPoisoning]),
    .toolUnverified: .none,
    .taskUnknown: Threats([.identityAbuse], []),
    .stateInvalid: Threats([.memoryPoisoning, .interAgentCommunication], []),
    .policyDenied: Threats([.toolMisuse, .identityAbuse], [.toolInvocation]),
    .policyUnavailable: .none,
    .credentialsDetected: Threats([.identityAbuse], [.unsecuredCredentials, .toolExfiltration]),
    .personalDataDetected: Threats([.toolMisuse], [.dataLeakage, .toolExfiltration]),
    .injectionDetected: Threats([.goalHijack, .codeExecution], [.promptInjection, .jailbreak]),
    .scanUnavailable: .none,
    .exfiltration: Threats([.goalHijack, .toolMisuse], [.toolExfiltration, .exfiltrationByCyberMeans]),
    .sessionRisk: Threats([.rogueAgents, .memoryPoisoning], [.toolInvocation]),
    .sessionsFull: Threats([.cascadingFailures], [.denialOfService]),
    .stepUpRequired: Threats([.humanTrust, .toolMisuse], [.toolInvocation]),
    .stepUpDenied: Threats([.humanTrust, .toolMisuse], [.toolInvocation]),
    .stepUpInvalid: Threats([.humanTrust, .identityAbuse], [.toolInvocation]),
    .stepUpUnavailable: .none,
    .deepScanDenied: Threats([.goalHijack], [.promptInjection, .jailbreak]),
    .deepScanUnavailable: .none,
    .rateLimited: Threats([.cascadingFailures, .rogueAgents], [.denialOfService, .costHarvesting]),
    .breakerOpen: Threats([.cascadingFailures], []),
    .secretFailed: .none,
    .secretNotAllowed: Threats([.identityAbuse], [.unsecuredCredentials]),
    .secretExpired: .none,
    .upstreamUnavailable: .none,
    .upstreamTimeout: .none,
    .upstreamOverloaded: Threats([.cascadingFailures], []),
    .upstreamInvalid: Threats([.interAgentCommunication], []),
    .answerTooLarge: Threats([.cascadingFailures], [.denialOfService]),
    .answerBlocked: Threats([.goalHijack, .memoryPoisoning], [.indirectInjection, .dataLeakage]),
  ]
}
