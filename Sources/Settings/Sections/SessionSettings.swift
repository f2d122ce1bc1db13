/// Layer 8: a call in the light of earlier ones. Risk is counted in points and fades.
///
/// ## Configuration keys
/// - `idle_timeout_ms` (integer, 1000…604800000; default 3600000): A session without calls ends.
/// - `sessions_max` (integer, 1…10000000; default 100000): Sessions that are remembered.
/// - `risk_half_life_ms` (integer, 1000…604800000; default 900000): The time in which a score falls by half.
/// - `risk_score_max` (number, 1…1000000; default 100): Above it the session's calls are refused.
/// - `risk_medium` (number, 0…1000000; default 1): Points for a call to a tool of risk level medium.
/// - `risk_high` (number, 0…1000000; default 5): Points for a call to a tool of risk level high.
/// - `risk_critical` (number, 0…1000000; default 25): Points for a call to a tool of risk level critical.
/// - `risk_finding` (number, 0…1000000; default 10): Points for a message in which something was found.
/// - `risk_denial` (number, 0…1000000; default 5): Points for a refused call.
public struct SessionSettings: SettingsSection {
  public var idleTimeout = Duration.milliseconds(3_600_000)
  public var sessionsMax = 100_000
  public var riskHalfLife = Duration.milliseconds(900_000)
  public var riskScoreMax = 100.0
  public var riskMedium = 1.0
  public var riskHigh = 5.0
  public var riskCritical = 25.0
  public var riskFinding = 10.0
  public var riskDenial = 5.0

  public init() {}

  public static let fields: [Field<Self>] = [
    .milliseconds("idle_timeout_ms", \.idleTimeout, 1_000...604_800_000),
    .integer("sessions_max", \.sessionsMax, 1...10_000_000, unit: "sessions"),
    .milliseconds("risk_half_life_ms", \.riskHalfLife, 1_000...604_800_000),
    .number("risk_score_max", \.riskScoreMax, 1...1_000_000),
    .number("risk_medium", \.riskMedium, 0...1_000_000),
    .number("risk_high", \.riskHigh, 0...1_000_000),
    .number("risk_critical", \.riskCritical, 0...1_000_000),
    .number("risk_finding", \.riskFinding, 0...1_000_000),
    .number("risk_denial", \.riskDenial, 0...1_000_000),
  ]
}
