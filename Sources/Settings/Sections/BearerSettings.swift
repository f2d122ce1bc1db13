/// OAuth access tokens as JWTs, verified against a fixed key set.
///
/// ## Configuration keys
/// - `jwks_file` (path of a file, or empty; default empty): JSON Web Key Set (RFC 7517). Empty means that no
///   bearer token is accepted.
/// - `issuer` (http:// or https:// URL, or empty): What `iss` must be; needed with `jwks_file`.
/// - `audience` (text or empty): What `aud` must hold; needed with `jwks_file`.
/// - `algorithms` (list of ES256, ES384, EdDSA, RS256, RS384, RS512, PS256; default `[ES256, EdDSA, RS256,
///   PS256]`)
/// - `required_scopes` (list of text; default empty): Scopes that every token must have.
/// - `authorization_servers` (list of http:// or https:// URLs; default empty): Named in the protected
///   resource metadata (RFC 9728) for clients that look for a token.
/// - `cache_entries_max` (integer, 0…1000000; default 4096): Verified tokens that are remembered.
public struct BearerSettings: SettingsSection {
  public var jwksFile: String?
  public var issuer: String?
  public var audience: String?
  public var algorithms: [TokenAlgorithm] = [.es256, .edDSA, .rs256, .ps256]
  public var requiredScopes: [String] = []
  public var authorizationServers: [String] = []
  public var cacheEntriesMax = 4_096

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("jwks_file", \.jwksFile, .existingFile),
    .text("issuer", \.issuer, .httpURL),
    .text("audience", \.audience, .any),
    .choices("algorithms", \.algorithms),
    .texts("required_scopes", \.requiredScopes, .any),
    .texts("authorization_servers", \.authorizationServers, .httpURL),
    .integer("cache_entries_max", \.cacheEntriesMax, 0...1_000_000, unit: "tokens"),
  ]

  public var isEnabled: Bool { jwksFile != nil }

  public mutating func complete(_ decoding: inout SectionDecoding) {
    guard isEnabled else { return }
    if issuer == nil { decoding.report("issuer", "must be given with jwks_file") }
    if audience == nil { decoding.report("audience", "must be given with jwks_file") }
    if algorithms.isEmpty { decoding.report("algorithms", "must name one at least") }
  }
}

/// Signature algorithms of access tokens (RFC 7518, section 3.1; RFC 8037). Symmetric ones and `none` are
/// left out.
public enum TokenAlgorithm: String, SettingChoice {
  case es256 = "ES256"
  case es384 = "ES384"
  case edDSA = "EdDSA"
  case rs256 = "RS256"
  case rs384 = "RS384"
  case rs512 = "RS512"
  case ps256 = "PS256"
}
