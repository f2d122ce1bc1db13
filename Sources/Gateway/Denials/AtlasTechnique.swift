/// Techniques of MITRE ATLAS that a refusal can be the answer to. Source: <https://atlas.mitre.org/techniques>.
public enum AtlasTechnique: String, Sendable, CaseIterable {
  case validAccounts = "AML.T0012"
  case supplyChainCompromise = "AML.T0010"
  case exfiltrationByCyberMeans = "AML.T0025"
  case denialOfService = "AML.T0029"
  case costHarvesting = "AML.T0034"
  case exploitPublicApplication = "AML.T0049"
  case promptInjection = "AML.T0051"
  case indirectInjection = "AML.T0051.001"
  case toolInvocation = "AML.T0053"
  case jailbreak = "AML.T0054"
  case unsecuredCredentials = "AML.T0055"
  case dataLeakage = "AML.T0057"
  case toolExfiltration = "AML.T0086"
  case toolPoisoning = "AML.T0110"

  public var title: String {
    switch self {
    case .validAccounts: "Valid Accounts"
    case .supplyChainCompromise: "AI Supply Chain Compromise"
    case .exfiltrationByCyberMeans: "Exfiltration via Cyber Means"
    case .denialOfService: "Denial of AI Service"
    case .costHarvesting: "Cost Harvesting"
    case .exploitPublicApplication: "Exploit Public-Facing Application"
    case .promptInjection: "LLM Prompt Injection"
    case .indirectInjection: "LLM Prompt Injection: Indirect"
    case .toolInvocation: "AI Agent Tool Invocation"
    case .jailbreak: "LLM Jailbreak"
    case .unsecuredCredentials: "Unsecured Credentials"
    case .dataLeakage: "LLM Data Leakage"
    case .toolExfiltration: "Exfiltration via AI Agent Tool Invocation"
    case .toolPoisoning: "AI Agent Tool Poisoning"
    }
  }
}
