/// Layer 8: a call in the light of earlier ones.
///
/// A session's risk score is 0…100: calls, findings and refusals add points, time takes them away.
///
/// ## Configuration keys
/// - `idle_timeout_ms` (integer, 3000000…604800000; default 3600000): A session without calls ends; not
///   before the highest score has faded, so that waiting it out forgives nothing.
/// - `sessions_max` (integer, 1…10000000; default 10000): Sessions, and callers, that are remembered.
/// - `sessions_per_caller_max` (integer, 1…100000; default 64): Sessions of one caller with a score of their
///   own.
/// - `refuse_from_risk_score` (integer, 1…101; default 100): The score from which a session's calls are
///   refused; 101 means that no score is.
public struct SessionSettings: SettingsSection {
  public var idleTimeout = Duration.milliseconds(3_600_000)
  public var sessionsMax = 10_000
  public var sessionsPerCallerMax = 64
  public var refuseFromRiskScore = 100

  public init() {}

  public static let fields: [Field<Self>] = [
    .milliseconds("idle_timeout_ms", \.idleTimeout, 3_000_000...604_800_000),
    .integer("sessions_max", \.sessionsMax, 1...10_000_000, unit: "sessions"),
    .integer("sessions_per_caller_max", \.sessionsPerCallerMax, 1...100_000, unit: "sessions"),
    .integer("refuse_from_risk_score", \.refuseFromRiskScore, 1...101, unit: "points"),
  ]
}
