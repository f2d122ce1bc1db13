/// What a session says to an event.
public struct SessionVerdict: Sendable, Equatable {
  /// The risk score after the event, 0…100.
  public let riskScore: Int
  public let riskBand: RiskBand
  /// Whether the session had not called this tool before.
  public let isNovelTool: Bool
  /// Set if the call would carry data out and is to be refused.
  public let exfiltration: Exfiltration?
}
