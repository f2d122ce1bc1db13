import Testing

@testable import Settings

@Suite("Profile check")
struct ProfileCheckTests {
  /// A configuration that both production profiles accept.
  func production(_ profile: Profile) -> Configuration {
    var configuration = Configuration()
    configuration.profile = profile
    configuration.identity.header = false
    configuration.listeners.data.host = "0.0.0.0"
    configuration.listeners.data.tls.certificateFile = "svid.pem"
    configuration.identity.allowedTrustDomains = ["prod.example"]
    configuration.registry.sha256 = String(repeating: "0", count: 64)
    configuration.policy.sha256 = String(repeating: "0", count: 64)
    configuration.detection.requests = DetectionActions(credential: .block, pii: .block, injection: .block)
    return configuration
  }

  func codes(_ configuration: Configuration) -> [Violation.Code] {
    ProfileCheck.violations(of: configuration).map(\.code)
  }

  @Test func defaultsSuitDevelopmentOnly() {
    var configuration = Configuration()
    #expect(codes(configuration) == [])
    configuration.profile = .standard
    #expect(
      Set(codes(configuration)) == [.headerIdentity, .registryUnproven, .policyUnproven, .detectionAction])
  }

  @Test func theIdentityHeaderStaysOnLoopback() {
    var configuration = Configuration()
    for host in ["0.0.0.0", "::", "192.168.1.2", "127.0.0.1.example.com", "127.0.0.256"] {
      configuration.listeners.data.host = host
      #expect(codes(configuration) == [.headerIdentity], "\(host)")
    }
    for host in ["localhost", "::1", "127.0.0.2"] {
      configuration.listeners.data.host = host
      #expect(codes(configuration) == [], "\(host)")
    }
  }

  @Test(arguments: [Profile.standard, .regulated])
  func everyViolationIsFoundAndNoOther(profile: Profile) {
    #expect(codes(production(profile)) == [])
    let defects: [(Violation.Code, (inout Configuration) -> Void)] = [
      (.headerIdentity, { $0.identity.header = true }),
      (.plainHTTP, { $0.listeners.data.tls.certificateFile = nil }),
      (.mockIdentity, { $0.identity.provider = .mock }),
      (.svidLifetime, { $0.identity.authority.svidLifetime = .seconds(3_601) }),
      (.controlExposed, { $0.listeners.control.host = "0.0.0.0" }),
      (.tlsVersion, { $0.listeners.data.tls.minimumVersion = .v1_2 }),
      (.trustDomains, { $0.identity.allowedTrustDomains = [] }),
      (.trustDomains, { $0.identity.allowedTrustDomains = ["prod.example", "*"] }),
      (.defaultAction, { $0.policy.defaultAction = .allow }),
      (.registryUnproven, { $0.registry.sha256 = nil }),
      (.policyUnproven, { $0.policy.sha256 = nil }),
      (.auditDurability, { $0.audit.durability = .buffered }),
      (.detectionAction, { $0.detection.requests.pii = .redact }),
      (.detectionAction, { $0.detection.answers.credential = .flag }),
      (.decisionPointExposed, { $0.decisionPoint.listen = "0.0.0.0:8181" }),
      (.plainHTTP, { $0.authorization.opaURL = "http://opa.example:8181" }),
      (
        .bundleUnsigned,
        {
          $0.policy.bundles["b"] = BundleSettings()
          $0.policy.bundles["b"]?.signed = false
        }
      ),
    ]
    var all = production(profile)
    for (code, spoil) in defects {
      var one = production(profile)
      spoil(&one)
      #expect(codes(one) == [code])
      spoil(&all)
    }
    #expect(Set(codes(all)) == Set(Violation.Code.allCases))
  }

  @Test func theDecisionPointIsForThisMachineOrForCertificates() {
    var configuration = Configuration()
    for address in ["127.0.0.1:8181", "localhost:1", "[::1]:8181", nil] {
      configuration.decisionPoint.listen = address
      #expect(codes(configuration) == [], "\(address ?? "none")")
    }
    configuration.decisionPoint.listen = "10.0.0.1:8181"
    #expect(codes(configuration) == [.decisionPointExposed])
    configuration.decisionPoint.tls.certificateFile = "svid.pem"
    #expect(codes(configuration) == [])
    configuration.decisionPoint.tls.clientCertificate = .optional
    #expect(codes(configuration) == [.decisionPointExposed])
    var remote = production(.standard)
    for url in ["http://127.0.0.1:8181", "http://[::1]/", "https://opa.example"] {
      remote.authorization.opaURL = url
      #expect(codes(remote) == [], "\(url)")
    }
  }

  @Test func onlyTheStandardProfileKnowsExceptionsFromTLS1_3() {
    for (profile, expected) in [(Profile.standard, 0), (.regulated, 1)] {
      var configuration = production(profile)
      configuration.listeners.data.tls.minimumVersion = .v1_2
      configuration.listeners.data.tls.version1_2Exception = "a legacy client, until it is replaced"
      #expect(codes(configuration).count == expected)
    }
  }

  @Test func violationsNameThePlace() throws {
    let loaded = try Loading().load("listeners:\n  data: {host: 0.0.0.0}\nidentity:\n  header: true\n")
    #expect(
      ProfileCheck.violations(of: loaded).map(\.description) == [
        "0.yaml:4:11: identity.header: the identity header counts on a loopback listener only; "
          + "set false, or listen on 127.0.0.1"
      ])
  }
}
