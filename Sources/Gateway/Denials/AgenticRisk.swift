/// The OWASP Top 10 for Agentic Applications, edition 2026, as published in December 2025.
public enum AgenticRisk: String, Sendable, CaseIterable {
  case goalHijack = "ASI01"
  case toolMisuse = "ASI02"
  case identityAbuse = "ASI03"
  case supplyChain = "ASI04"
  case codeExecution = "ASI05"
  case memoryPoisoning = "ASI06"
  case interAgentCommunication = "ASI07"
  case cascadingFailures = "ASI08"
  case humanTrust = "ASI09"
  case rogueAgents = "ASI10"

  public var title: String {
    switch self {
    case .goalHijack: "ASI01 Agent Goal Hijack"
    case .toolMisuse: "ASI02 Tool Misuse and Exploitation"
    case .identityAbuse: "ASI03 Identity and Privilege Abuse"
    case .supplyChain: "ASI04 Agentic Supply Chain Vulnerabilities"
    case .codeExecution: "ASI05 Unexpected Code Execution"
    case .memoryPoisoning: "ASI06 Memory and Context Poisoning"
    case .interAgentCommunication: "ASI07 Insecure Inter-Agent Communication"
    case .cascadingFailures: "ASI08 Cascading Failures"
    case .humanTrust: "ASI09 Human-Agent Trust Exploitation"
    case .rogueAgents: "ASI10 Rogue Agents"
    }
  }
}
