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
/// - `provider` (embedded, spire, mock; default embedded): Where the gateway has its own SVID and the bundles of
///   trust domains from: the authority that it is itself, the Workload API of SPIRE, or nowhere, which is for
///   development.
/// - `spiffe_id` (SPIFFE ID, or empty; default empty): Our own, with `provider: embedded`. Empty means
///   `spiffe://<trust_domain>/gateways/precinct/<profile>`. With `spire` it is which SVID to take of several.
/// - `socket_path` (path, or empty; default empty): The Workload API's socket with `provider: spire`, as a path or
///   `unix:` address. `SPIFFE_ENDPOINT_SOCKET` overrides it.
/// - `dns_names` (list of host names; default `[localhost]`): Names that our own SVID of the embedded authority
///   has beside its ID, for clients that know nothing of SPIFFE.
/// - `bundle_pins` (mapping from trust domain to SHA-256; default empty): A bundle of that trust domain is used
///   only if its digest is this one; `agw identity health` shows digests. A pinned bundle does not rotate.
/// - `federation` (mapping by trust domain; default empty): Foreign trust domains, and where their bundles come from.
///   Each must also be allowed in `allowed_trust_domains`.
/// - `authority`: The embedded authority.
/// - `bearer`: OAuth access tokens.
public struct IdentitySettings: SettingsSection {
  public var header = true
  public var trustDomain = "poc.local"
  public var allowedTrustDomains = ["poc.local", "agentic-ref-arch.poc"]
  public var clockSkew = Duration.milliseconds(30_000)
  public var provider = IdentityProvider.embedded
  public var spiffeID: String?
  public var socketPath: String?
  public var dnsNames = ["localhost"]
  public var bundlePins: [String: String] = [:]
  public var federation: [String: FederationSettings] = [:]
  public var authority = EmbeddedAuthoritySettings()
  public var bearer = BearerSettings()

  public init() {}

  public static let fields: [Field<Self>] = [
    .toggle("header", \.header),
    .text("trust_domain", \.trustDomain, .trustDomain),
    .texts("allowed_trust_domains", \.allowedTrustDomains, .trustDomain),
    .milliseconds("clock_skew_ms", \.clockSkew, 0...300_000),
    .choice("provider", \.provider),
    .text("spiffe_id", \.spiffeID, .spiffeID),
    .text("socket_path", \.socketPath, .path),
    .texts("dns_names", \.dnsNames, .host),
    .namedTexts("bundle_pins", \.bundlePins, of: .trustDomain, .sha256),
    .named("federation", \.federation, of: .trustDomain),
    .section("authority", \.authority),
    .section("bearer", \.bearer),
  ]

  public mutating func complete(_ decoding: inout SectionDecoding) {
    if trustDomain == "*" { decoding.report("trust_domain", "must be one trust domain") }
    if provider == .spire, socketPath == nil {
      decoding.report("socket_path", "give the Workload API's socket, or set SPIFFE_ENDPOINT_SOCKET")
    }
    for name in federation.keys.sorted() where name == trustDomain || !allowedTrustDomains.contains(name) {
      decoding.report("federation", "\(name) must be a foreign trust domain, and stand in allowed_trust_domains")
    }
    // An empty list and `*` are left to the profile check, which lists them with its other findings.
    let isListed =
      allowedTrustDomains.isEmpty || allowedTrustDomains.contains { $0 == trustDomain || $0 == "*" }
    if !isListed { decoding.report("allowed_trust_domains", "must hold trust_domain, \(trustDomain)") }
  }
}
