/// What the gateway says of itself. Metrics are always at `/metrics` of the control plane.
///
/// ## Configuration keys
/// - `log_level` (trace, debug, info, notice, warning, error, critical; default info)
/// - `log_format` (text, json; default text)
public struct TelemetrySettings: SettingsSection {
  public var logLevel = LogLevel.info
  public var logFormat = LogFormat.text

  public init() {}

  public static let fields: [Field<Self>] = [
    .choice("log_level", \.logLevel),
    .choice("log_format", \.logFormat),
  ]
}

public enum LogLevel: String, SettingChoice {
  case trace, debug, info, notice, warning, error, critical
}

public enum LogFormat: String, SettingChoice {
  case text, json
}
