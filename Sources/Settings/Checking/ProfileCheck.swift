/// Holds a configuration against its profile.
///
/// Every profile demands that trust domains are named, and that the identity header, which proves nothing,
/// stays on this machine. Production profiles demand what an operator could not explain the lack of
/// afterwards. All violations are found at once. A missing state store is no violation but an error in every
/// profile: `state_directory` must have a value.
///
/// Registry and policies have no signatures yet. Until they do, the proof that they are the reviewed ones is
/// their SHA-256, pinned in the configuration: `registry.sha256` and `policy.sha256`.
public struct ProfileCheck: Sendable {
  private let configuration: Configuration
  private let origin: @Sendable (String) -> Origin
  private var violations: [Violation] = []

  /// Every violation of the profile that the configuration itself names; empty if it may start.
  public static func violations(of loaded: LoadedConfiguration) -> [Violation] {
    violations(of: loaded.configuration) { loaded.origin(of: $0) }
  }

  public static func violations(
    of configuration: Configuration, origin: @escaping @Sendable (String) -> Origin = { _ in .builtIn }
  ) -> [Violation] {
    var check = ProfileCheck(configuration: configuration, origin: origin)
    check.checkIdentity()
    check.checkProvider()
    check.checkListeners()
    check.checkDecisionPoint()
    check.checkTrustDomains()
    if configuration.profile.isProduction {
      check.checkPolicyAndRegistry()
      check.checkAudit()
      check.checkDetection()
    }
    return check.violations
  }

  private init(configuration: Configuration, origin: @escaping @Sendable (String) -> Origin) {
    self.configuration = configuration
    self.origin = origin
  }

  private mutating func add(_ code: Violation.Code, _ key: String, _ message: String) {
    violations.append(Violation(code: code, key: key, origin: origin(key), message: message))
  }

  private mutating func checkIdentity() {
    guard configuration.identity.header else { return }
    if configuration.profile.isProduction {
      add(.headerIdentity, "identity.header", "the identity header proves nothing; set false")
    } else if !configuration.listeners.data.isLoopback {
      add(
        .headerIdentity, "identity.header",
        "the identity header counts on a loopback listener only; set false, or listen on 127.0.0.1")
    }
  }

  /// Lifetimes of X.509-SVIDs that the profiles allow: short enough that a stolen one is soon worth nothing.
  private static let developmentLifetimeMax = Duration.seconds(8 * 3_600)
  private static let productionLifetimeMax = Duration.seconds(3_600)

  private mutating func checkProvider() {
    let isProduction = configuration.profile.isProduction
    if isProduction, configuration.identity.provider == .mock {
      add(.mockIdentity, "identity.provider", "mock proves nothing; set embedded or spire")
    }
    let most = isProduction ? Self.productionLifetimeMax : Self.developmentLifetimeMax
    if configuration.identity.provider != .spire, configuration.identity.authority.svidLifetime > most {
      add(
        .svidLifetime, "identity.authority.svid_ttl_ms",
        "SVIDs live longer than \(most.components.seconds / 3_600) h: 1 h in production, up to 4 h in staging, 8 h in development")
    }
  }

  private mutating func checkListeners() {
    guard configuration.profile.isProduction else { return }
    let data = configuration.listeners.data
    if !data.isSecure, !data.isLoopback {
      add(
        .plainHTTP, "listeners.data.tls.certificate_file",
        "plain HTTP on \(data.host), which other machines reach; set listeners.data.svid, or give certificate_file and key_file")
    }
    if !Loopback.names(configuration.listeners.control.host) {
      add(
        .controlExposed, "listeners.control.host",
        "the control plane speaks plain HTTP, so it must listen on loopback; put a proxy before it if need be"
      )
    }
    guard data.tls.minimumVersion != .v1_3 else { return }
    let hasReason = data.tls.version1_2Exception?.isEmpty == false
    if configuration.profile == .regulated {
      add(.tlsVersion, "listeners.data.tls.minimum_version", "prod_regulated allows TLS 1.3 only; set 1.3")
    } else if !hasReason {
      add(
        .tlsVersion, "listeners.data.tls.minimum_version",
        "TLS below 1.3; set 1.3, or give the reason in tls_1_2_exception")
    }
  }

  private mutating func checkDecisionPoint() {
    let settings = configuration.decisionPoint
    if !settings.isLoopback, !settings.tls.isEnabled || settings.tls.clientCertificate != .required {
      add(
        .decisionPointExposed, "decision_point.listen",
        "the decision point would be open to other machines; listen on 127.0.0.1, or give tls with client_certificate: required")
    }
    guard configuration.profile.isProduction else { return }
    if let url = configuration.authorization.opaURL, url.hasPrefix("http://"), !Loopback.isHost(of: url) {
      add(.plainHTTP, "authorization.opa_url", "decisions would come over plain HTTP; use https://")
    }
    for (name, bundle) in configuration.policy.bundles.sorted(by: { $0.key < $1.key }) where !bundle.signed {
      add(
        .bundleUnsigned, "policy.bundles.\(name).signed",
        "a bundle without a signature may be anybody's; sign it and set true")
    }
  }

  private mutating func checkTrustDomains() {
    let domains = configuration.identity.allowedTrustDomains
    if domains.isEmpty {
      add(.trustDomains, "identity.allowed_trust_domains", "no trust domain is allowed; name yours")
    } else if domains.contains("*") {
      add(.trustDomains, "identity.allowed_trust_domains", "* allows every trust domain; name yours")
    }
  }

  private mutating func checkPolicyAndRegistry() {
    if configuration.registry.firstSeen == .admit {
      add(.registryUnproven, "registry.first_seen", "nobody has reviewed such tools; set quarantine")
    }
    if configuration.policy.defaultAction != .deny {
      add(.defaultAction, "policy.default_action", "calls that no policy mentions must be denied; set deny")
    }
    if configuration.registry.sha256 == nil {
      add(
        .registryUnproven, "registry.sha256",
        "the registry is not pinned; give the SHA-256 of the reviewed file")
    }
    if configuration.policy.sha256 == nil {
      add(
        .policyUnproven, "policy.sha256",
        "the policies are not pinned; give the digest of the reviewed bundle")
    }
  }

  private mutating func checkAudit() {
    if configuration.audit.durability != .commit {
      add(
        .auditDurability, "audit.durability",
        "answers may leave before their audit entry is on disk; set commit")
    }
    for (name, sink) in configuration.audit.sinks.sorted(by: { $0.key < $1.key }) where sink.isExposed {
      add(
        .plainHTTP, "audit.sinks.\(name)", "entries would leave this machine unprotected; use https:// or tls: true")
    }
  }

  private mutating func checkDetection() {
    let requests = configuration.detection.requests
    for (name, action) in [
      ("credential", requests.credential), ("pii", requests.pii), ("injection", requests.injection),
    ] where action != .block {
      add(
        .detectionAction, "detection.requests.\(name)", "\(action.rawValue) is gentler than block; set block")
    }
    let answers = configuration.detection.answers
    // An answer that is redacted keeps its finding from the agent just as a blocked one does.
    for (name, action) in [("credential", answers.credential), ("pii", answers.pii)] where action == .flag {
      add(.detectionAction, "detection.answers.\(name)", "flag lets the finding through; set redact or block")
    }
  }
}
