import Basics
import Testing
import TestKit

@Suite("Commands without a gateway")
struct OfflineCommandTests {
  private let installation: Installation
  private var agw: Agw { installation.agw }

  init() throws { installation = try Installation() }

  @Test func policyEvalSaysAllowAndDeny() throws {
    let allowed = try agw.run(
      "policy", "eval", "--caller", Installation.caller, "--tool", "my_tool", "--method", "tools/call")
    #expect(allowed.code == 0 && allowed.output == "ALLOW (allowed by precinct.authz.allow)\n")
    let denied = try agw.run("policy", "eval", "--caller", Installation.caller, "--tool", "bash")
    #expect(denied.code == 0 && denied.output.hasPrefix("DENY (no policy permits this combination)"))
    #expect(try agw.run("policy", "eval", "--caller", Installation.caller, "--tool", "bash", "--fail").code == 1)
    let foreign = try agw.run("policy", "eval", "--caller", "spiffe://other.example/a", "--tool", "my_tool", "--fail")
    #expect(foreign.code == 1 && foreign.output.hasPrefix("DENY"))
    let list = try agw.run("policy", "eval", "--caller", Installation.caller, "--method", "tools/list")
    #expect(list.output == "ALLOW (may call my_tool, and so may list them)\n")
  }

  @Test func policyTestsAreRun() throws {
    let passed = try agw.run("policy", "test", "config/opa", "-v")
    #expect(passed.code == 0 && passed.output.contains("test_my_tool: PASS") && passed.output.contains("PASS: 2/2"))
    try installation.directory.write("package x_test\nimport rego.v1\ntest_no if 1 == 2\n", to: "config/opa/x_test.rego")
    let failed = try agw.run("policy", "test")
    #expect(failed.code == 1 && failed.output.contains("FAIL: 1/3"))
  }

  @Test func policyTestsReportCoverage() throws {
    let run = try agw.run("policy", "test", "config/opa", "--coverage", "--format", "json")
    let report = try JSONValue.parse(run.output)
    #expect(run.code == 0 && report["files"]?["agent.rego"]?["coverage"] == 100)
    #expect(try agw.run("policy", "test", "config/opa", "--run", "my_tool$", "--threshold", "101").code == 1)
  }

  @Test func policyFmtWritesTheCanonicalForm() throws {
    let path = "config/opa/agent.rego"
    #expect(try agw.run("policy", "fmt", "--fail", "--list", "config/opa").output.hasPrefix(path))
    let difference = try agw.run("policy", "fmt", "--diff", "--fail", path)
    #expect(difference.code == 1 && difference.output.contains("+\tinput.tool_name == \"my_tool\""))
    #expect(try agw.run("policy", "fmt", "-w", path).output.isEmpty)
    #expect(try agw.run("policy", "fmt", "--diff", "--fail", path).code == 0)
    try installation.directory.write("package p\nr if {", to: "broken.rego")
    let broken = try agw.run("policy", "fmt", "broken.rego")
    #expect(broken.code == 1 && broken.errors.contains("broken.rego"))
  }

  @Test func policyEvalTakesAnyQuery() throws {
    try installation.directory.write(#"{"caller_spiffe_id": "\#(Installation.caller)", "tool_name": "my_tool"}"#, to: "q.json")
    let value = try agw.run("policy", "eval", "-q", "data.precinct.authz.allow", "-d", "config/opa", "-i", "q.json")
    #expect(value.code == 0 && value.output == "true\n")
    let bound = try agw.run("policy", "eval", "--query", "some x in [1, 2]; x > 1", "--format", "json")
    #expect(bound.output == "{\"result\":[{\"bindings\":{\"x\":2}}]}\n")
    let missing = try agw.run("policy", "eval", "-q", "data.nothing.here", "--fail")
    #expect(missing.code == 1 && missing.output == "undefined\n")
    let explained = try agw.run(
      "policy", "eval", "-q", "data.precinct.authz.allow", "-d", "config/opa", "-i", "q.json", "--explain")
    #expect(explained.output.contains("data.precinct.authz.allow  config/opa/agent.rego:3  holds"))
  }

  @Test func policyEvalExplainsADecision() throws {
    let denied = try agw.run("policy", "eval", "--caller", Installation.caller, "--tool", "bash", "--explain")
    #expect(denied.output.hasPrefix("DENY"))
    #expect(denied.output.contains("stops at agent.rego:5: input.tool_name == \"my_tool\""))
  }

  @Test func policyMatrixShowsWhoMayCallWhat() throws {
    let matrix = try agw.run("policy", "matrix")
    #expect(matrix.output.hasPrefix(Installation.caller + "  my_tool\n1 callers, 1 tools; 1 of 1 pairs"))
    let other = try agw.run("policy", "matrix", "--caller", "spiffe://poc.local/other", "--format", "json")
    #expect(try JSONValue.parse(other.output)["rows"]?.arrayValue?.first?["tried"] == 0)
  }

  @Test func policyBenchMeasures() throws {
    let run = try agw.run(
      "policy", "bench", "data.precinct.authz.allow", "-d", "config/opa", "--count", "200", "--format", "json")
    let report = try JSONValue.parse(run.output)
    #expect(run.code == 0 && report["single"]?["decisions"] == 200 && report["several"]?["threads"] == 2)
    #expect(try agw.run("policy", "bench", "data.p", "--count", "0").code == 2)
  }

  @Test func policyCheckIsStrictOnRequest() throws {
    try installation.directory.write("package p\nimport data.unused\nr if { x := 1 }\n", to: "s.rego")
    #expect(try agw.run("policy", "check", "s.rego").code == 0)
    let strict = try agw.run("policy", "check", "--strict", "s.rego", "--format", "json")
    let errors = try JSONValue.parse(strict.output)["errors"]?.arrayValue ?? []
    #expect(strict.code == 1 && errors.first?["location"]?["file"] == "s.rego")
  }

  @Test func benchTimesEveryLayer() throws {
    let timed = try agw.run("bench", "--caller", Installation.caller, "--tool", "my_tool", "--calls", "20", "--format", "json")
    #expect(timed.code == 0, "\(timed.output)")
    let document = try JSONValue.parse(Array(timed.output.utf8))
    #expect(document["calls"] == 20)
    #expect((document["chain"]?["p50_ns"]?.intValue ?? 0) > 0)
    #expect((document["layers"]?["opa_policy"]?["p50_ns"]?.intValue ?? 0) > 0)
    let refused = try agw.run("bench", "--caller", Installation.caller, "--tool", "bash", "--calls", "20")
    #expect(refused.code == 1)
  }

  @Test func policyCheckNamesThePlace() throws {
    #expect(try agw.run("policy", "check").output == "ok\n")
    try installation.directory.write("package x\nallow if {\n", to: "config/opa/x.rego")
    let broken = try agw.run("policy", "check")
    #expect(broken.code == 1 && broken.output.contains("x.rego:"))
  }

  @Test func validateListsEveryProblem() throws {
    #expect(try agw.run("validate").code == 0)
    #expect(try agw.run("validate", "config/precinct.yaml").output == "ok: config/precinct.yaml\n")
    try installation.directory.write("profile: prod_standard\n", to: "config/production.yaml")
    let refused = try agw.run("validate", "config/precinct.yaml", "config/production.yaml")
    #expect(refused.code == 1 && refused.output.split(separator: "\n").count > 2)
    try installation.directory.write("listenres: {}\n", to: "config/wrong.yaml")
    let misspelt = try agw.run("validate", "config/wrong.yaml")
    #expect(misspelt.code == 1 && misspelt.output.contains("listeners") && misspelt.output.contains("config/wrong.yaml:1"))
    #expect(try agw.run("validate", "config/none.yaml").code == 1)
  }

  @Test func toolsAreHashedAndListed() throws {
    let hashes = try agw.run("tools", "hash")
    let report = try JSONValue.parse(hashes.output)
    #expect(hashes.code == 0 && report["tool"] == "my_tool" && report["status"] == "missing")
    #expect(report["hash"]?.stringValue?.count == 64)
    #expect(try agw.run("tools", "list", "--format", "table").output.contains("my_tool  medium"))
    #expect(try agw.run("inspect", "tools").output.contains(#""upstream_says":"not_yet_seen""#))
    #expect(try agw.run("tools", "hash", "--tool", "other").code == 1)
  }

  @Test func usageIsCodeTwo() throws {
    for arguments in [["nonsense"], ["policy", "eval"], ["audit", "search", "--last", "0"], ["status", "--format", "x"]] {
      let outcome = try Agw(directory: agw.directory).run(all: arguments)
      #expect(outcome.code == 2 && outcome.output.isEmpty && !outcome.errors.isEmpty)
    }
    #expect(try agw.run("--help").code == 0)
    #expect(try agw.run("policy", "eval", "--help").output.contains("EXAMPLES"))
  }

  @Test func whatNeedsAGatewaySaysHowToStartOne() throws {
    for arguments in [["status"], ["policy", "reload"], ["inspect", "sessions"], ["tools", "diff"]] {
      let outcome = try agw.run(all: arguments)
      #expect(outcome.code == 1 && outcome.errors.contains("agw serve"))
    }
    let audit = try agw.run("audit", "search")
    #expect(audit.code == 1 && audit.errors.contains("audit_file_failed"))
  }

  @Test func identitiesAndSecretsAreKeptInFiles() throws {
    let id = Installation.caller
    let missing = try agw.run("identity", "register", id)
    #expect(missing.code == 1 && missing.errors.contains("no state directory"))
    try TestDirectory.make(installation.directory.file("state"), mode: 0o700)
    #expect(try agw.run("identity", "register", id, "--description", "mine").code == 0)
    let listed = try JSONValue.parse(agw.run("identity", "list").output)
    #expect(listed["spiffe_id"] == .string(id) && listed["description"] == "mine")
    #expect(try agw.run("identity", "revoke", id).code == 1)
    #expect(try agw.run("identity", "revoke", id, "--yes").code == 0)
    #expect(try JSONValue.parse(agw.run("identity", "show", id).output)["status"] == "revoked")
    let put = try agw.run("secrets", "put", "key", "--owner", id, "--tool", "my_tool", input: "hush-hush\n")
    #expect(put.code == 0 && !put.output.contains("hush"))
    #expect(try agw.run("secrets", "list").output.contains(#""name":"key""#))
    #expect(try agw.run("approvals", "list").code == 0)
    #expect(try agw.run("approvals", "approve", "apr_00000000000000000000").code == 1)
  }
}
