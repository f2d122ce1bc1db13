/// One bundle of policies and data in OPA's format.
///
/// ## Configuration keys
/// - `url` (http:// or https:// URL, or empty; default empty): Where it is polled from. Give `url` or `file`.
/// - `file` (path of a file, or empty; default empty): A bundle on this machine, read at each reload.
/// - `signed` (true or false; default true): Whether it is taken only with a signature by one of
///   `policy.bundle_keys`. Production profiles demand it.
/// - `key_id` (text or empty; default empty): The key to use; empty takes the one that the signature names.
/// - `scope` (text or empty; default empty): What the signature's scope must be; empty takes any.
/// - `token_env` (name of an environment variable, or empty; default empty): Where the bearer token for the
///   server is.
/// - `token_file` (path of a file, or empty; default empty): The same, in a file; give one of the two at most.
/// - `min_delay_ms` (integer, 1000…86400000; default 60000): Shortest time from one look to the next.
/// - `max_delay_ms` (integer, 1000…86400000; default 120000): Longest; the time is drawn between the two.
///   After failures it grows up to this.
/// - `timeout_ms` (integer, 100…600000; default 30000): One download, from the first byte to the last.
/// - `bytes_max` (integer, 1024…1073741824; default 67108864): The archive as it is sent.
public struct BundleSettings: SettingsSection {
  public var url: String?
  public var file: String?
  public var signed = true
  public var keyID: String?
  public var scope: String?
  public var tokenEnv: String?
  public var tokenFile: String?
  public var minDelay = Duration.milliseconds(60_000)
  public var maxDelay = Duration.milliseconds(120_000)
  public var timeout = Duration.milliseconds(30_000)
  public var bytesMax = 67_108_864

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("url", \.url, .httpURL),
    .text("file", \.file, .existingFile),
    .toggle("signed", \.signed),
    .text("key_id", \.keyID, .any),
    .text("scope", \.scope, .any),
    .text("token_env", \.tokenEnv, .variableName),
    .text("token_file", \.tokenFile, .existingFile),
    .milliseconds("min_delay_ms", \.minDelay, 1_000...86_400_000),
    .milliseconds("max_delay_ms", \.maxDelay, 1_000...86_400_000),
    .milliseconds("timeout_ms", \.timeout, 100...600_000),
    .integer("bytes_max", \.bytesMax, 1_024...1_073_741_824, unit: "bytes"),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if (url == nil) == (file == nil) { decoding.report("url", "give url or file, one of the two") }
    if tokenEnv != nil, tokenFile != nil { decoding.report("token_file", "give token_env or token_file, not both") }
    if maxDelay < minDelay { decoding.report("max_delay_ms", "must not be less than min_delay_ms") }
    let hasToken = tokenEnv != nil || tokenFile != nil
    if hasToken, let url, url.hasPrefix("http://"), !Loopback.isHost(of: url) {
      decoding.report("url", "a token would go over the network unprotected; use https://")
    }
  }
}

/// A key that signatures of bundles are checked with.
///
/// ## Configuration keys
/// - `algorithm` (RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, HS256, HS384, HS512;
///   default RS256): The one algorithm that the key is for.
/// - `file` (path of a file, or empty; default empty): PEM of a public key or certificate, a JWK, or the shared
///   secret of the HS algorithms.
/// - `env` (name of an environment variable, or empty; default empty): The same; give one of the two.
public struct BundleKeySettings: SettingsSection {
  public var algorithm = BundleKeyAlgorithm.rs256
  public var file: String?
  public var env: String?

  public init() {}

  public static let fields: [Field<Self>] = [
    .choice("algorithm", \.algorithm),
    .text("file", \.file, .existingFile),
    .text("env", \.env, .variableName),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if (file == nil) == (env == nil) { decoding.report("file", "give file or env, one of the two") }
  }
}

/// Signature algorithms of bundles (RFC 7518, section 3.1; RFC 8037).
public enum BundleKeyAlgorithm: String, SettingChoice {
  case rs256 = "RS256"
  case rs384 = "RS384"
  case rs512 = "RS512"
  case ps256 = "PS256"
  case ps384 = "PS384"
  case ps512 = "PS512"
  case es256 = "ES256"
  case es384 = "ES384"
  case es512 = "ES512"
  case edDSA = "EdDSA"
  case hs256 = "HS256"
  case hs384 = "HS384"
  case hs512 = "HS512"
}
