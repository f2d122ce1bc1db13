/// Layer 6, when another program decides: an OPA server.
///
/// ## Configuration keys
/// - `opa_url` (http:// or https:// URL, or empty; default empty): Base of the server's REST API. Empty means that
///   the policies of `policy` decide, in this process.
/// - `policy_path` (path below /v1/data; default `mcp/authz`): The package, or the rule, that decides.
/// - `timeout_ms` (integer, 1…60000; default 500): One decision; what takes longer is refused.
/// - `answer_bytes_max` (integer, 256…67108864; default 1048576): A larger answer is none.
/// - `calls_max` (integer, 1…100000; default 256): Questions under way at once; further ones are refused.
/// - `token_env` (name of an environment variable, or empty; default empty): Where the bearer token for the
///   server is.
/// - `token_file` (path of a file, or empty; default empty): The same, in a file; give one of the two at most.
/// - `default_action` (deny, allow, or empty; default empty): Another place for `policy.default_action`.
public struct AuthorizationSettings: SettingsSection {
  public var opaURL: String?
  public var policyPath = "mcp/authz"
  public var timeout = Duration.milliseconds(500)
  public var answerBytesMax = 1_048_576
  public var callsMax = 256
  public var tokenEnv: String?
  public var tokenFile: String?
  public var defaultAction: String?

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("opa_url", \.opaURL, .httpURL),
    .text("policy_path", \.policyPath, .documentPath),
    .milliseconds("timeout_ms", \.timeout, 1...60_000),
    .integer("answer_bytes_max", \.answerBytesMax, 256...67_108_864, unit: "bytes"),
    .integer("calls_max", \.callsMax, 1...100_000, unit: "calls"),
    .text("token_env", \.tokenEnv, .variableName),
    .text("token_file", \.tokenFile, .existingFile),
    .text("default_action", \.defaultAction, .defaultAction),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if tokenEnv != nil, tokenFile != nil { decoding.report("token_file", "give token_env or token_file, not both") }
  }
}
