import Basics

/// The points of the risk score.
///
/// | what happened | points |
/// |---|---|
/// | a call of a tool of risk low / medium / high / critical | 0 / 0 / 2 / 8 |
/// | the first call of a tool in this session, by the same risks | 0 / 2 / 4 / 8 more |
/// | each piece of personal data in the arguments, at most four counted | 5 |
/// | each sign of prompt injection in the arguments, at most two counted | 20 |
/// | each sign of prompt injection in an answer, at most two counted | 10 |
/// | a refusal for what a call is | 5 |
/// | an attempt to send data out after a sensitive read | 40 |
/// | time | one point less every 30 seconds |
///
/// The score stays within 0…100. Calls by themselves (the first two rows) never lift it above 40, so that an
/// agent that works hard is not taken for one that attacks: only findings and refusals reach the higher
/// bands.
enum RiskPoints {
  static let scoreMax = 100
  static let usageCeiling = 40
  static let personalData = 5
  static let personalDataCountedMax = 4
  static let injectionInArguments = 20
  static let injectionInAnswer = 10
  static let injectionsCountedMax = 2
  static let refusal = 5
  static let exfiltration = 40
  static let decayInterval: Duration = .seconds(30)

  static func call(_ risk: RiskLevel) -> Int {
    switch risk {
    case .low, .medium: 0
    case .high: 2
    case .critical: 8
    }
  }

  static func novelty(_ risk: RiskLevel) -> Int {
    switch risk {
    case .low: 0
    case .medium: 2
    case .high: 4
    case .critical: 8
    }
  }

  static func findings(in call: SessionCall) -> Int {
    min(call.personalData, personalDataCountedMax) * personalData
      + min(call.injections, injectionsCountedMax) * injectionInArguments
  }
}
