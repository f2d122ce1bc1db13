import Testing

@testable import Settings

@Suite("Configuration loader")
struct ConfigurationLoaderTests {
  let loading = Loading()

  @Test func nothingGivesTheDefaults() throws {
    #expect(try loading.load().configuration == Configuration())
    #expect(try loading.load("").configuration == Configuration())
    #expect(try loading.load("# only a comment").configuration == Configuration())
  }

  @Test func valuesOfEveryTypeAreRead() throws {
    let loaded = try loading.load(
      """
      profile: prod_standard
      state_directory: /var/lib/x
      identity: {header: false, trust_domain: a.example, allowed_trust_domains: [a.example, b.example]}
      deep_scan: {injection_threshold: 0.75, timeout_ms: 1500}
      upstream: {command: [server, "5", 6]}
      rate_limit: {tools: {echo: {burst: 3}}}
      """)
    let configuration = loaded.configuration
    #expect(configuration.profile == .standard)
    #expect(configuration.stateDirectory == "/var/lib/x")
    #expect(configuration.identity.header == false)
    #expect(configuration.identity.allowedTrustDomains == ["a.example", "b.example"])
    #expect(configuration.deepScan.injectionThreshold == 0.75)
    #expect(configuration.deepScan.timeout == .milliseconds(1_500))
    #expect(configuration.upstream.command == ["server", "5", "6"])
    #expect(configuration.upstream.url == nil)
    #expect(configuration.rateLimit.tools["echo"]?.burst == 3)
    #expect(configuration.rateLimit.tools["echo"]?.requestsPerMinute == 60)
    #expect(loaded.origin(of: "deep_scan.timeout_ms") == .file(path: "0.yaml", line: 4, column: 52))
    #expect(loaded.origin(of: "audit.path") == .builtIn)
  }

  @Test func unknownKeysAreToldWithLineAndNearestKey() throws {
    let problems = loading.problems("audit:\n  durabilty: commit\nlimit:\n  x: 1\nzzzzzzzzzzzz: 1\n")
    #expect(problems.map(\.code) == [.unknownKey, .unknownKey, .unknownKey])
    let byKey = Dictionary(uniqueKeysWithValues: problems.map { ($0.key, $0) })
    #expect(byKey["audit.durabilty"]?.suggestion == "durability")
    #expect(byKey["audit.durabilty"]?.origin == .file(path: "0.yaml", line: 2, column: 3))
    #expect(byKey["limit"]?.suggestion == "limits")
    #expect(byKey["zzzzzzzzzzzz"]?.suggestion == nil)
    #expect(
      byKey["audit.durabilty"]?.description
        == "0.yaml:2:3: audit.durabilty: unknown key; did you mean \"durability\"?")
  }

  @Test func allProblemsAreFoundAtOnce() {
    let problems = loading.problems(
      """
      profile: production
      listeners:
        data: {port: 70000, host: "a b"}
        control: [1]
      limits:
        body_bytes_max: "10485760"
        json_depth_max: 64.5
      audit: {include_payloads: yes}
      registry: {file: nowhere.yaml, sha256: ABC}
      policy: {directory: config/capability-registry-v2.yaml}
      upstream: {url: "ftp://x"}
      """)
    let codes = Dictionary(problems.map { ($0.key, $0.code) }) { first, _ in first }
    #expect(
      codes == [
        "profile": .notAllowed, "listeners.data.port": .notAllowed, "listeners.data.host": .notAllowed,
        "listeners.control": .wrongType, "limits.body_bytes_max": .wrongType,
        "limits.json_depth_max": .wrongType, "audit.include_payloads": .wrongType,
        "registry.file": .missingFile, "registry.sha256": .notAllowed, "policy.directory": .missingFile,
        "upstream.url": .notAllowed,
      ])
    #expect(problems.allSatisfy { problem in if case .file = problem.origin { true } else { false } })
    let port = problems.first { $0.key == "listeners.data.port" }
    #expect(port?.message == "found 70000; allowed: integer, port, 0…65535")
  }

  @Test func laterFilesOverrideKeyByKeyAndReplaceLists() throws {
    let loaded = try loading.load(
      "audit: {path: one, segment_bytes_max: 70000}\nidentity: {trust_domain: c, allowed_trust_domains: [c]}\n",
      "audit: {path: two}\nidentity: {allowed_trust_domains: [c]}\n",
      "audit:\n")
    let configuration = loaded.configuration
    #expect(configuration.audit.path == "two")
    #expect(configuration.audit.segmentBytesMax == 70_000)
    #expect(configuration.identity.allowedTrustDomains == ["c"])
    #expect(loaded.origin(of: "audit.path") == .file(path: "1.yaml", line: 1, column: 15))
    #expect(loaded.origin(of: "audit.segment_bytes_max") == .file(path: "0.yaml", line: 1, column: 39))
  }

  @Test func anOverlaysCommandTakesThePlaceOfAURLBelowIt() throws {
    let configuration = try loading.load("upstream: {url: 'http://a/'}", "upstream: {command: [x]}")
      .configuration
    #expect(configuration.upstream.url == nil)
    #expect(configuration.upstream.command == ["x"])
    #expect(loading.problems("upstream: {url: 'http://a/', command: [x]}").map(\.code) == [.inconsistent])
    #expect(loading.problems("servers: {a: {}}").map(\.key) == ["servers.a.url"])
  }

  @Test func secretsAreGivenByReferenceOnly() {
    for key in ["password", "api_key", "GUARD_TOKEN", "client-secret"] {
      let problems = loading.problems("deep_scan:\n  \(key): hunter2\n")
      #expect(problems.map(\.code) == [.literalSecret], "\(key)")
      #expect(problems.allSatisfy { !$0.description.contains("hunter2") })
    }
    let inPlaceOfName = loading.problems("deep_scan: {key_env: sk-hunter2}")
    #expect(inPlaceOfName.map(\.code) == [.notAllowed])
    #expect(inPlaceOfName.allSatisfy { !$0.description.contains("hunter2") })
    let inURL = loading.problems("upstream: {url: 'http://me:hunter2@host/mcp'}")
    #expect(inURL.map(\.code) == [.literalSecret])
    #expect(inURL.allSatisfy { !$0.description.contains("hunter2") })
  }

  @Test func valuesThatNeedEachOtherAreCheckedTogether() {
    #expect(
      loading.problems("identity: {bearer: {jwks_file: config/opa/a.rego}}").map(\.key)
        == ["identity.bearer.issuer", "identity.bearer.audience"])
    #expect(
      loading.problems("listeners: {data: {tls: {certificate_file: config/opa/a.rego}}}").map(\.key)
        == ["listeners.data.tls.key_file", "listeners.data.tls.bundle_files"])
    #expect(
      loading.problems("deep_scan: {key_env: A, key_file: config/opa/a.rego}").map(\.key)
        == ["deep_scan.key_file"])
    #expect(
      loading.problems("identity: {allowed_trust_domains: [a]}").map(\.key) == [
        "identity.allowed_trust_domains"
      ])
    #expect(loading.problems("detection: {rule_files: []}").map(\.key) == ["detection.rule_files"])
    #expect(loading.problems("state_directory:").map(\.code) == [.wrongType])
  }

  @Test func filesThatAreMissingOrNotYAMLAreTold() {
    #expect(throws: ConfigurationErrors.self) {
      try ConfigurationLoader(files: .memory([:]), environment: [:]).load(["none.yaml"])
    }
    #expect(loading.problems("a: [").map(\.code) == [.malformed])
    #expect(loading.problems("[1]").map(\.code) == [.wrongType])
    #expect(loading.problems("audit: {path: a}\naudit: {path: b}").map(\.code) == [.malformed])
    let large = "# " + String(repeating: "x", count: ConfigurationLoader.fileBytesMax)
    #expect(loading.problems(large).map(\.code) == [.fileUnreadable])
  }

  @Test func filesThatDefaultsNameMustExist() {
    var loading = Loading()
    loading.files = [:]
    let problems = loading.problems()
    #expect(problems.map(\.key) == ["registry.file", "policy.directory", "detection.rule_files"])
    #expect(problems.allSatisfy { $0.origin == .builtIn && $0.code == .missingFile })
  }
}
