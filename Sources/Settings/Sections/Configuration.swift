/// Everything that the gateway can be told, with its defaults.
///
/// A plain value: reading files and variables is ``ConfigurationLoader``'s part. Relative paths are relative
/// to the working directory of `agw`, in files and in variables alike.
///
/// ## Configuration keys
/// - `profile` (dev, prod_standard, prod_regulated; default dev): What the gateway refuses to start with.
/// - `state_directory` (path; default `state`): Where what must last is kept: identities, approvals, and
///   layer 13's encrypted store of secrets with its key.
/// - `servers` (mapping by name; default empty): Further upstreams, each with the keys of `upstream`, for
///   registry entries that name one.
/// - one section each: `listeners`, `limits`, `identity`, `audit`, `registry`, `policy`, `authorization`,
///   `decision_point`, `decision_log`, `detection`, `sessions`, `step_up`, `deep_scan`, `rate_limit`,
///   `circuit_breaker`, `upstream`, `denials`, `telemetry`, `reload`.
public struct Configuration: SettingsSection {
  public var profile = Profile.dev
  public var stateDirectory = "state"
  public var listeners = ListenerSettings()
  public var limits = LimitSettings()
  public var identity = IdentitySettings()
  public var audit = AuditSettings()
  public var registry = RegistrySettings()
  public var policy = PolicySettings()
  public var authorization = AuthorizationSettings()
  public var decisionPoint = DecisionPointSettings()
  public var decisionLog = DecisionLogSettings()
  public var detection = DetectionSettings()
  public var sessions = SessionSettings()
  public var stepUp = StepUpSettings()
  public var deepScan = DeepScanSettings()
  public var rateLimit = RateLimitSettings()
  public var circuitBreaker = CircuitBreakerSettings()
  /// Where calls go that no registry entry and no server below sends elsewhere.
  public var upstream = UpstreamSettings(url: "http://127.0.0.1:8081/mcp")
  /// Further upstreams, by the name that a registry entry may give.
  public var servers: [String: UpstreamSettings] = [:]
  public var denials = DenialSettings()
  public var telemetry = TelemetrySettings()
  public var reload = ReloadSettings()

  public init() {}

  public static let fields: [Field<Self>] = [
    .choice("profile", \.profile),
    .text("state_directory", \.stateDirectory, .path),
    .section("listeners", \.listeners),
    .section("limits", \.limits),
    .section("identity", \.identity),
    .section("audit", \.audit),
    .section("registry", \.registry),
    .section("policy", \.policy),
    .section("authorization", \.authorization),
    .section("decision_point", \.decisionPoint),
    .section("decision_log", \.decisionLog),
    .section("detection", \.detection),
    .section("sessions", \.sessions),
    .section("step_up", \.stepUp),
    .section("deep_scan", \.deepScan),
    .section("rate_limit", \.rateLimit),
    .section("circuit_breaker", \.circuitBreaker),
    .section("upstream", \.upstream),
    .named("servers", \.servers, of: .name),
    .section("denials", \.denials),
    .section("telemetry", \.telemetry),
    .section("reload", \.reload),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if let action = authorization.defaultAction.flatMap(DefaultAction.init) { policy.defaultAction = action }
  }
}

/// How strict the gateway is about its own configuration.
public enum Profile: String, SettingChoice {
  case dev
  case standard = "prod_standard"
  case regulated = "prod_regulated"

  public var isProduction: Bool { self != .dev }
}
