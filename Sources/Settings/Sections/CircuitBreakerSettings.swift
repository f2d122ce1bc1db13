/// Layer 12: an upstream that fails is left alone for a while.
///
/// ## Configuration keys
/// - `failure_threshold` (integer, 1…10000; default 5): Failures in a row that open the breaker.
/// - `reset_timeout_ms` (integer, 1…86400000; default 30000): How long it stays open before it tries again.
/// - `success_threshold` (integer, 1…1000; default 2): Successes in a row that close it.
/// - `trial_calls_max` (integer, 1…1000; default 1): Calls under way at once while it tries.
/// - `trial_timeout_ms` (integer, 1…3600000; default 60000): A trial that has not reported by then has
///   failed.
public struct CircuitBreakerSettings: SettingsSection {
  public var failureThreshold = 5
  public var resetTimeout = Duration.milliseconds(30_000)
  public var successThreshold = 2
  public var trialCallsMax = 1
  public var trialTimeout = Duration.milliseconds(60_000)

  public init() {}

  public static let fields: [Field<Self>] = [
    .integer("failure_threshold", \.failureThreshold, 1...10_000, unit: "failures"),
    .milliseconds("reset_timeout_ms", \.resetTimeout, 1...86_400_000),
    .integer("success_threshold", \.successThreshold, 1...1_000, unit: "successes"),
    .integer("trial_calls_max", \.trialCallsMax, 1...1_000, unit: "calls"),
    .milliseconds("trial_timeout_ms", \.trialTimeout, 1...3_600_000),
  ]
}
