/// How refusals are told.
///
/// ## Configuration keys
/// - `as` (error, tool_result; default error): What an MCP client gets for a refused `tools/call`: a JSON-RPC
///   error, or a tool result with `isError` that the model itself reads.
/// - `docs_url` (http:// or https:// URL; default `https://precinct.example/docs/denial-codes.md`): The page
///   that explains the codes; `#code` is added.
public struct DenialSettings: SettingsSection {
  public var form = DenialForm.error
  public var docsURL = "https://precinct.example/docs/denial-codes.md"

  public init() {}

  public static let fields: [Field<Self>] = [
    .choice("as", \.form),
    .text("docs_url", \.docsURL, .httpURL),
  ]
}

/// What an MCP client gets for a refused call.
public enum DenialForm: String, SettingChoice {
  case error
  case toolResult = "tool_result"
}
