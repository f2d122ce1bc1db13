public import Basics

/// The facts about one call that a session weighs.
public struct SessionCall: Sendable {
  public var tool: String
  public var risk: RiskLevel
  public var flow: DataFlow
  /// Pieces of personal data found in the arguments.
  public var personalData: Int
  /// Signs of prompt injection found in the arguments.
  public var injections: Int

  public init(tool: String, risk: RiskLevel, flow: DataFlow = [], personalData: Int = 0, injections: Int = 0)
  {
    self.tool = tool
    self.risk = risk
    self.flow = flow
    self.personalData = max(0, personalData)
    self.injections = max(0, injections)
  }
}
