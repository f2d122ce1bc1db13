/// Layer 13: the embedded store of late-bound credentials.
///
/// ## Configuration keys
/// - `file` (path; default `state/secrets.bin`): The encrypted store; made by the first `agw secrets put`.
/// - `key_env` (name of an environment variable, or empty; default empty): Where the key of the store is.
/// - `key_file` (path, or empty; default empty): The same, in a file; give one of the two at most. Neither
///   means a key file beside the store, made with the store.
public struct SecretSettings: SettingsSection {
  public var file = "state/secrets.bin"
  public var keyEnv: String?
  public var keyFile: String?

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("file", \.file, .path),
    .text("key_env", \.keyEnv, .variableName),
    .text("key_file", \.keyFile, .path),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if keyEnv != nil, keyFile != nil { decoding.report("key_file", "give key_env or key_file, not both") }
  }
}
