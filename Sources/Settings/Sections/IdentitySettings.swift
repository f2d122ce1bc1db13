/// Layer 3: who may prove to be whom.
///
/// ## Configuration keys
/// - `header` (true or false; default true): Whether `X-SPIFFE-ID` counts. It proves nothing, so it works in
///   the profile `dev` on a loopback listener only.
/// - `trust_domain` (trust domain name; default `poc.local`): Our own. Only in its SPIFFE IDs is the path
///   read as a role, and bearer tokens get IDs in it: the subject `S` becomes
///   `spiffe://<trust_domain>/external/S`.
/// - `allowed_trust_domains` (list of trust domain names; default `[poc.local, agentic-ref-arch.poc]`):
///   Callers of other domains are refused, however they prove themselves. `*`, for any, is refused by every
///   profile.
/// - `clock_skew_ms` (integer, 0…300000; default 30000): By how much the clocks of issuers may differ.
/// - `bearer`: OAuth access tokens.
public struct IdentitySettings: SettingsSection {
  public var header = true
  public var trustDomain = "poc.local"
  public var allowedTrustDomains = ["poc.local", "agentic-ref-arch.poc"]
  public var clockSkew = Duration.milliseconds(30_000)
  public var bearer = BearerSettings()

  public init() {}

  public static let fields: [Field<Self>] = [
    .toggle("header", \.header),
    .text("trust_domain", \.trustDomain, .trustDomain),
    .texts("allowed_trust_domains", \.allowedTrustDomains, .trustDomain),
    .milliseconds("clock_skew_ms", \.clockSkew, 0...300_000),
    .section("bearer", \.bearer),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if trustDomain == "*" { decoding.report("trust_domain", "must be one trust domain") }
    // An empty list and `*` are left to the profile check, which lists them with its other findings.
    let isListed =
      allowedTrustDomains.isEmpty || allowedTrustDomains.contains { $0 == trustDomain || $0 == "*" }
    if !isListed { decoding.report("allowed_trust_domains", "must hold trust_domain, \(trustDomain)") }
  }
}
