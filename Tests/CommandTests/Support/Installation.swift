import TestKit

/// A directory with everything that `agw` reads: a configuration at the standard place, a registry, policies, a rule.
struct Installation {
  static let caller = "spiffe://poc.local/agents/mcp-client/my-agent/dev"

  let directory: TemporaryDirectory
  let agw: Agw

  init() throws {
    directory = try TemporaryDirectory()
    agw = Agw(directory: directory.path)
    for folder in ["config", "config/opa"] { try TestDirectory.make(directory.file(folder)) }
    try directory.write(Self.configuration, to: "config/precinct.yaml")
    try directory.write(Self.registry, to: "config/registry.yaml")
    try directory.write(Self.rules, to: "config/rules.yaml")
    try directory.write(Self.policy, to: "config/opa/agent.rego")
    try directory.write(Self.policyTest, to: "config/opa/agent_test.rego")
  }

  /// Ports are the system's choice; nobody listens at the upstream's.
  static let configuration = """
    profile: dev
    listeners: { data: { port: 0, threads: 1 }, control: { port: 0 } }
    decision_point: { listen: "127.0.0.1:0" }
    registry: { file: config/registry.yaml }
    policy: { directory: config/opa }
    detection: { rule_files: [config/rules.yaml], classifier: }
    upstream: { url: "http://127.0.0.1:9/mcp" }
    reload: { poll_interval_ms: 50 }
    """

  static let registry = """
    tools:
      - name: my_tool
        description: "Does something useful"
        risk_level: medium
        input_schema: { type: object, properties: { query: { type: string } } }
    """

  static let rules = """
    rules:
      - id: test-key
        type: TEST_KEY
        class: credential
        severity: high
        description: "A key that only tests have."
        patterns: ['\\bTESTKEY-[0-9]{8}\\b']
        examples: { positive: ["TESTKEY-12345678"], negative: ["TESTKEY-1234"] }
    """

  static let policy = """
    package precinct.authz
    import rego.v1
    allow if {
      input.caller_spiffe_id == "\(caller)"
      input.tool_name == "my_tool"
    }
    """

  static let policyTest = """
    package precinct.authz_test
    import rego.v1
    import data.precinct.authz
    test_my_tool if authz.allow with input as {"caller_spiffe_id": "\(caller)", "tool_name": "my_tool"}
    test_bash if not authz.allow with input as {"caller_spiffe_id": "\(caller)", "tool_name": "bash"}
    """
}
