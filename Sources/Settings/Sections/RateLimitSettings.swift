/// Layer 11: a token bucket for each caller.
///
/// ## Configuration keys
/// - `requests_per_minute` (integer, 1…60000000; default 600): How fast the bucket fills.
/// - `burst` (integer, 1…1000000; default 100): How much it holds.
/// - `callers_max` (integer, 1…10000000; default 100000): Buckets that are remembered.
/// - `tools` (mapping by tool name; default empty): A second bucket for each caller and such a tool.
public struct RateLimitSettings: SettingsSection {
  public var requestsPerMinute = 600
  public var burst = 100
  public var callersMax = 100_000
  public var tools: [String: ToolRateSettings] = [:]

  public init() {}

  public static let fields: [Field<Self>] = [
    .integer("requests_per_minute", \.requestsPerMinute, 1...60_000_000, unit: "requests per minute"),
    .integer("burst", \.burst, 1...1_000_000, unit: "requests"),
    .integer("callers_max", \.callersMax, 1...10_000_000, unit: "callers"),
    .named("tools", \.tools, of: .name),
  ]
}

/// The bucket of one tool.
///
/// ## Configuration keys
/// - `requests_per_minute` (integer, 1…60000000; default 60)
/// - `burst` (integer, 1…1000000; default 10)
public struct ToolRateSettings: SettingsSection {
  public var requestsPerMinute = 60
  public var burst = 10

  public init() {}

  public static let fields: [Field<Self>] = [
    .integer("requests_per_minute", \.requestsPerMinute, 1...60_000_000, unit: "requests per minute"),
    .integer("burst", \.burst, 1...1_000_000, unit: "requests"),
  ]
}
