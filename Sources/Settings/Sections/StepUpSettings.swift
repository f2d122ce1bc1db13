public import Basics

/// Layer 9: when a person must agree.
///
/// ## Configuration keys
/// - `from_risk_level` (low, medium, high, critical; default critical): Calls to tools of this risk level and
///   above need an approval.
/// - `from_risk_score` (integer, 1…101; default 80): So does every call of a session with this score; 101
///   means that no score asks for it.
/// - `request_ttl_ms` (integer, 1000…604800000; default 900000): A request that nobody answers ends.
/// - `approval_ttl_ms` (integer, 1000…86400000; default 300000): An approval that is not used ends.
/// - `denial_hold_ms` (integer, 0…604800000; default 600000): How long a refusal answers the same call before
///   it may be asked again.
/// - `pending_max` (integer, 1…1000000; default 4096): Requests that may wait for an answer.
/// - `pending_per_caller_max` (integer, 1…1000000; default 32): Those of one caller.
public struct StepUpSettings: SettingsSection {
  public var fromRiskLevel = RiskLevel.critical
  public var fromRiskScore = 80
  public var requestTTL = Duration.milliseconds(900_000)
  public var approvalTTL = Duration.milliseconds(300_000)
  public var denialHold = Duration.milliseconds(600_000)
  public var pendingMax = 4_096
  public var pendingPerCallerMax = 32

  public init() {}

  public static let fields: [Field<Self>] = [
    .choice("from_risk_level", \.fromRiskLevel),
    .integer("from_risk_score", \.fromRiskScore, 1...101, unit: "points"),
    .milliseconds("request_ttl_ms", \.requestTTL, 1_000...604_800_000),
    .milliseconds("approval_ttl_ms", \.approvalTTL, 1_000...86_400_000),
    .milliseconds("denial_hold_ms", \.denialHold, 0...604_800_000),
    .integer("pending_max", \.pendingMax, 1...1_000_000, unit: "requests"),
    .integer("pending_per_caller_max", \.pendingPerCallerMax, 1...1_000_000, unit: "requests"),
  ]
}

extension RiskLevel: SettingChoice {}
