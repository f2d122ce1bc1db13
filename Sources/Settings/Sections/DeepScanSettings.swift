public import Basics

/// Layer 10: a guard model reads the calls that could do harm.
///
/// The guard is an OpenAI-compatible endpoint. A call that must be read and cannot be is refused; so with no
/// `url`, calls to tools of `from_risk_level` and above are refused.
///
/// ## Configuration keys
/// - `url` (http:// or https:// URL, or empty; default empty): Base of the API; `/chat/completions` is added.
/// - `model` (text; default `guard`): Name of the model.
/// - `key_env` (name of an environment variable, or empty; default empty): Where the API key is.
/// - `key_file` (path of a file, or empty; default empty): The same, in a file; give one of the two at most.
/// - `timeout_ms` (integer, 1…120000; default 5000)
/// - `from_risk_level` (low, medium, high, critical; default high): Calls to tools of this risk level and
///   above are read, and so is every call in which a sign of injection was found.
/// - `injection_threshold` (number, 0…1; default 0.5): The score from which a call is refused.
/// - `jailbreak_threshold` (number, 0…1; default 0.5): The score from which a call is refused.
/// - `input_bytes_max` (integer, 256…1048576; default 32768): Longer calls are refused unread.
/// - `calls_max` (integer, 1…10000; default 32): Questions under way at once.
public struct DeepScanSettings: SettingsSection {
  public var url: String?
  public var model = "guard"
  public var keyEnv: String?
  public var keyFile: String?
  public var timeout = Duration.milliseconds(5_000)
  public var fromRiskLevel = RiskLevel.high
  public var injectionThreshold = 0.5
  public var jailbreakThreshold = 0.5
  public var inputBytesMax = 32_768
  public var callsMax = 32

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("url", \.url, .httpURL),
    .text("model", \.model, .any),
    .text("key_env", \.keyEnv, .variableName),
    .text("key_file", \.keyFile, .existingFile),
    .milliseconds("timeout_ms", \.timeout, 1...120_000),
    .choice("from_risk_level", \.fromRiskLevel),
    .number("injection_threshold", \.injectionThreshold, 0...1),
    .number("jailbreak_threshold", \.jailbreakThreshold, 0...1),
    .integer("input_bytes_max", \.inputBytesMax, 256...1_048_576, unit: "bytes"),
    .integer("calls_max", \.callsMax, 1...10_000, unit: "calls"),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if keyEnv != nil, keyFile != nil { decoding.report("key_file", "give key_env or key_file, not both") }
  }
}
