import Basics
import Testing

@testable import Settings

@Suite("Environment variables")
struct EnvironmentVariableTests {
  @Test func variablesOverrideFiles() throws {
    var loading = Loading()
    loading.files["elsewhere/a.rego"] = ""
    loading.environment = [
      "ENFORCEMENT_PROFILE": "prod_regulated", "UPSTREAM_URL": "https://tools.example/mcp",
      "AUDIT_LOG_PATH": "/tmp/audit.jsonl", "OPA_POLICY_DIR": "elsewhere", "DLP_INJECTION_POLICY": "block",
      "RATE_LIMIT_RPM": "60", "RATE_LIMIT_BURST": "10", "GUARD_MODEL_ENDPOINT": "http://127.0.0.1:1/v1",
      "GUARD_API_KEY": "sk-hunter2", "MCP_GATEWAY_URL": "http://localhost:9090", "PATH": "/bin",
      "KEYDB_URL": "",
    ]
    let loaded = try loading.load("rate_limit: {burst: 5}\nupstream: {command: [x]}")
    let configuration = loaded.configuration
    #expect(configuration.profile == .regulated)
    #expect(configuration.upstream.url == "https://tools.example/mcp")
    #expect(configuration.upstream.command == [])
    #expect(configuration.audit.path == "/tmp/audit.jsonl")
    #expect(configuration.policy.directory == "elsewhere")
    #expect(configuration.detection.requests.injection == .block)
    #expect(configuration.rateLimit.requestsPerMinute == 60)
    #expect(configuration.rateLimit.burst == 10)
    #expect(configuration.deepScan.url == "http://127.0.0.1:1/v1")
    #expect(configuration.deepScan.keyEnv == "GUARD_API_KEY")
    #expect(loaded.origin(of: "rate_limit.burst") == .environment(name: "RATE_LIMIT_BURST"))
    #expect(!configuration.complete.text.contains("hunter2"))
  }

  @Test func wrongValuesAreToldWithTheVariable() {
    var loading = Loading()
    loading.environment = ["RATE_LIMIT_RPM": "many", "RATE_LIMIT_BURST": "0", "ENFORCEMENT_PROFILE": "prod"]
    let problems = loading.problems()
    #expect(problems.map(\.key) == ["profile", "rate_limit.requests_per_minute", "rate_limit.burst"])
    #expect(
      problems.last?.description
        == "environment variable RATE_LIMIT_BURST: rate_limit.burst: found 0; "
        + "allowed: integer, requests, 1…1000000"
    )
  }

  @Test func theWorkloadAPIsSocketIsTaken() throws {
    var loading = Loading()
    loading.environment = ["SPIFFE_ENDPOINT_SOCKET": "unix:///run/spire/agent.sock"]
    let identity = try loading.load("identity: {provider: spire}").configuration.identity
    #expect(identity.provider == .spire && identity.socketPath == "unix:///run/spire/agent.sock")
    loading.environment = [:]
    #expect(throws: ConfigurationErrors.self) { try loading.load("identity: {provider: spire}") }
  }

  @Test(arguments: ["KEYDB_URL", "SPIKE_NEXUS_URL", "OTEL_EXPORTER_OTLP_ENDPOINT"])
  func variablesThatCannotBeHonouredAreRefused(name: String) {
    var loading = Loading()
    loading.environment = [name: "redis://somewhere"]
    let problems = loading.problems()
    #expect(problems.map(\.code) == [.unsupported])
    #expect(problems.first?.origin == .environment(name: name))
    #expect(problems.first?.message.contains("not supported yet") == true)
  }
}
