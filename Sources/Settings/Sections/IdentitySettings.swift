/// Layer 3: who may prove to be whom.
///
/// ## Configuration keys
/// - `header` (true or false; default true): Whether `X-SPIFFE-ID` counts. It proves nothing, so it works in
///   the profile `dev` on a loopback listener only.
/// - `allowed_trust_domains` (list of trust domain names; default `[poc.local]`): Callers of other domains
///   are refused, however they prove themselves. `*` stands for any; production profiles refuse it.
/// - `clock_skew_ms` (integer, 0…300000; default 30000): By how much the clocks of issuers may differ.
/// - `bearer`: OAuth access tokens.
public struct IdentitySettings: SettingsSection {
  public var header = true
  public var allowedTrustDomains = ["poc.local"]
  public var clockSkew = Duration.milliseconds(30_000)
  public var bearer = BearerSettings()

  public init() {}

  public static let fields: [Field<Self>] = [
    .toggle("header", \.header),
    .texts("allowed_trust_domains", \.allowedTrustDomains, .trustDomain),
    .milliseconds("clock_skew_ms", \.clockSkew, 0...300_000),
    .section("bearer", \.bearer),
  ]
}
