/// Layer 9: when a person must agree.
///
/// ## Configuration keys
/// - `from_risk_level` (low, medium, high, critical; default critical): Calls to tools of this risk level and
///   above need an approval.
/// - `from_risk_score` (number, 0…1000000; default 75): So does every call of a session with this score.
/// - `request_ttl_ms` (integer, 1000…604800000; default 3600000): A request that nobody answers ends.
/// - `token_ttl_ms` (integer, 1000…86400000; default 600000): A granted token that is not used ends.
/// - `pending_max` (integer, 1…1000000; default 1000): Requests that wait for an answer.
public struct StepUpSettings: SettingsSection {
  public var fromRiskLevel = RiskLevel.critical
  public var fromRiskScore = 75.0
  public var requestTTL = Duration.milliseconds(3_600_000)
  public var tokenTTL = Duration.milliseconds(600_000)
  public var pendingMax = 1_000

  public init() {}

  public static let fields: [Field<Self>] = [
    .choice("from_risk_level", \.fromRiskLevel),
    .number("from_risk_score", \.fromRiskScore, 0...1_000_000),
    .milliseconds("request_ttl_ms", \.requestTTL, 1_000...604_800_000),
    .milliseconds("token_ttl_ms", \.tokenTTL, 1_000...86_400_000),
    .integer("pending_max", \.pendingMax, 1...1_000_000, unit: "requests"),
  ]
}

/// The risk levels of the registry, in rising order.
public enum RiskLevel: String, SettingChoice {
  case low, medium, high, critical
}
