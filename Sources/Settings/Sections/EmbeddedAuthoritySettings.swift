/// The SPIFFE authority that `agw serve` is itself, for one machine; used with `identity.provider: embedded`.
///
/// ## Configuration keys
/// - `socket` (path, or empty; default empty): Where its Workload API listens. Empty means
///   `/run/precinct/agent.sock` for root, and `agent.sock` in the state directory for others or where somebody
///   serves that socket already.
/// - `bundle_listen` (host:port, or empty; default empty): Where the bundle of the trust domain is served over HTTPS,
///   with our SVID, for others to federate with (`https_spiffe`). Empty means nowhere.
/// - `svid_ttl_ms` (integer, 2000…86400000; default 3600000): How long an X.509-SVID is valid whose registration
///   says nothing else; it is renewed at half of that. Production profiles allow one hour.
/// - `jwt_svid_ttl_ms` (integer, 1000…86400000; default 300000): How long a JWT-SVID is valid.
/// - `lifetime_ms` (integer, 10000…31536000000; default 604800000): How long one of the authority's own keys is
///   in the bundle. Its successor is published at half of that and signs at two thirds.
public struct EmbeddedAuthoritySettings: SettingsSection {
  public var socket: String?
  public var bundleListen: String?
  public var svidLifetime = Duration.milliseconds(3_600_000)
  public var tokenLifetime = Duration.milliseconds(300_000)
  public var lifetime = Duration.milliseconds(604_800_000)

  public init() {}

  public static let fields: [Field<Self>] = [
    .text("socket", \.socket, .path),
    .text("bundle_listen", \.bundleListen, .address),
    .milliseconds("svid_ttl_ms", \.svidLifetime, 2_000...86_400_000),
    .milliseconds("jwt_svid_ttl_ms", \.tokenLifetime, 1_000...86_400_000),
    .milliseconds("lifetime_ms", \.lifetime, 10_000...31_536_000_000),
  ]

  /// Host and port of `bundle_listen`; nil if there is none.
  public var bundleAddress: (host: String, port: Int)? { bundleListen.flatMap(Address.parts) }

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if svidLifetime * 3 > lifetime { decoding.report("svid_ttl_ms", "must be a third of lifetime_ms at most") }
    if tokenLifetime * 3 > lifetime { decoding.report("jwt_svid_ttl_ms", "must be a third of lifetime_ms at most") }
  }
}

/// Where the gateway has its own SVID and the bundles of trust domains from.
public enum IdentityProvider: String, SettingChoice {
  /// The authority that `agw serve` is itself.
  case embedded
  /// The SPIFFE Workload API of SPIRE, or of another authority.
  case spire
  /// None: callers say who they are. Development only.
  case mock
}
