import Testing

@testable import Settings

@Suite("Settings of policies")
struct PolicySettingsTests {
  @Test func bundlesAreReadWithTheirKeys() throws {
    var loading = Loading()
    loading.files["key.pem"] = ""
    let loaded = try loading.load(
      """
      policy:
        bundles:
          authz: {url: "https://bundles.example/authz.tar.gz", key_id: release, min_delay_ms: 1000, max_delay_ms: 1000}
        bundle_keys:
          release: {algorithm: ES256, file: key.pem}
      """)
    let bundle = try #require(loaded.configuration.policy.bundles["authz"])
    #expect(bundle.signed && bundle.keyID == "release" && bundle.minDelay == .seconds(1))
    #expect(loaded.configuration.policy.bundleKeys["release"]?.algorithm == .es256)
  }

  @Test(arguments: [
    "bundles: {a: {}}", "bundles: {a: {url: 'http://x/', signed: false, file: config/opa/a.rego}}",
    "bundles: {a: {url: 'http://x/'}}", "bundles: {../a: {url: 'http://x/', signed: false}}",
    "bundles: {a: {url: 'http://x/', signed: false, min_delay_ms: 2000, max_delay_ms: 1000}}",
    "bundles: {a: {url: 'http://x/', signed: false, token_env: A}}", "bundle_keys: {k: {}}",
    "bundle_keys: {k: {env: A, file: config/opa/a.rego}}", "bundle_keys: {k: {env: A, algorithm: none}}",
    "bundles: {a: {url: 'http://x/', key_id: other}}\n  bundle_keys: {k: {env: A}}",
  ])
  func bundlesThatMakeNoSenseAreRefused(_ text: String) {
    #expect(!Loading().problems("policy:\n  \(text)\n").isEmpty)
  }

  @Test func theSeedsAuthorizationSectionIsUnderstood() throws {
    let loaded = try Loading().load(
      """
      authorization:
        default_action: "deny"
        opa_url: "http://localhost:8181"
      """)
    #expect(loaded.configuration.authorization.opaURL == "http://localhost:8181")
    #expect(loaded.configuration.authorization.policyPath == "mcp/authz")
    let open = try Loading().load("authorization: {default_action: allow}")
    #expect(open.configuration.policy.defaultAction == .allow)
    for text in ["default_action: log", "policy_path: /a", "policy_path: a/../b", "opa_url: localhost:8181"] {
      #expect(!Loading().problems("authorization: {\(text)}").isEmpty, "\(text)")
    }
  }

  @Test func addressesAreReadInEveryForm() {
    for (text, host, port) in [
      ("127.0.0.1:8181", "127.0.0.1", 8_181), ("[::1]:0", "::1", 0), ("localhost:65535", "localhost", 65_535),
    ] {
      let address = Address.parts(text)
      #expect(address?.host == host && address?.port == port)
    }
    for text in ["", ":1", "localhost", "localhost:", "localhost:65536", "localhost:-1", "a:b", "localhost:+1"] {
      #expect(Address.parts(text) == nil, "\(text)")
    }
    #expect(!Loading().problems("decision_point: {listen: 'a b:1'}").isEmpty)
    #expect((try? Loading().load("decision_point: {listen: }"))?.configuration.decisionPoint.listen == .some(nil))
  }
}
