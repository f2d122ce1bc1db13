import Basics
import Rego
import Testing

@testable import Policy

@Suite("Policy reports")
struct ReportTests {
  @Test func evaluationsSayWhy() throws {
    let policies = try Policies(
      "package mcp.authz\nallow := {\"allow\": true, \"reason\": \"known\", \"obligations\": [\"step_up\"]}"
    )
    let question = PolicyQuestion(caller: "x", method: "tools/call", toolName: "echo", now: .now())
    let evaluation = PolicyEvaluation(question, at: policies.point, in: policies.context)
    #expect(evaluation.text == "ALLOW (allowed by mcp.authz.allow: known)\n  obligation: \"step_up\"")
    #expect(evaluation.json["decision"] == "ALLOW")
    #expect(evaluation.json["rule"] == "mcp.authz.allow")
    #expect(evaluation.json["fault"] == .null)
  }

  @Test func listingsShowWhatDecides() throws {
    let bundle = try Policies.bundle([
      "a.rego": "package mcp.authz\nallow := data.lib.yes", "lib.rego": "package lib\nyes := true",
      "d.json": "{}",
      "a_test.rego": "package t",
    ])
    let listing = PolicyListing(bundle, try DecisionPoint(bundle))
    #expect(listing.text.contains("* data.mcp.authz"))
    #expect(listing.text.contains("  data.lib"))
    #expect(listing.text.contains("d.json"))
    #expect(!listing.text.contains("a_test.rego"))
    #expect(listing.text.hasSuffix(bundle.digest.hex))
    #expect(listing.json["digest"]?.stringValue == bundle.digest.hex)
    #expect(listing.json["files"]?.arrayValue?.count == 4)
  }

  @Test func checksFindWhatIsWrongAndWhatIsOdd() throws {
    try withPolicyDirectory(["a.rego": "package mcp.authz\nallow if", "b.rego": "package b"]) { directory in
      let check = PolicyCheck(directory: directory)
      #expect(!check.isUsable)
      #expect(check.text.hasPrefix("error: a.rego:2:"))
    }
    try withPolicyDirectory(["b.rego": "package b"]) { directory in
      let check = PolicyCheck(directory: directory, furtherPackages: ["team.authz"])
      #expect(check.isUsable)
      #expect(check.warnings.map(\.code) == ["policy_decides_nothing", "policy_package_missing"])
    }
    try withPolicyDirectory(["b.rego": "package b", "b_test.rego": "package b\ntest_x if {"]) { directory in
      #expect(PolicyCheck(directory: directory).problems.map(\.file) == ["b_test.rego"])
    }
  }

  @Test func testRunsCountAndShowWhatFails() throws {
    let files = [
      "a.rego": "package a\nyes := true\nno := false",
      "a_test.rego": """
      package a_test
      test_good if data.a.yes
      test_bad if data.a.no
      todo_test_later if data.a.no
      """,
    ]
    try withPolicyDirectory(files) { directory in
      let run = try PolicyTestRun(directory: directory)
      #expect(!run.isPassed)
      let text = run.text(isVerbose: false)
      #expect(text.hasPrefix("a_test.rego:3:\ndata.a_test.test_bad: FAIL ("))
      #expect(text.contains("  a_test.rego:3:\n    data.a.no\n"))
      #expect(text.hasSuffix("PASS: 1/3\nFAIL: 1/3\nSKIPPED: 1/3"))
      #expect(run.text(isVerbose: true).contains("test_good: PASS"))
      #expect(try PolicyTestRun(directory: directory, matching: "good").isPassed)
      #expect(try !PolicyTestRun(directory: directory, matching: "nothing").isPassed)
    }
  }

  /// The policy and the tests that the security guide prints; its tests are in the older dialect.
  @Test func theGuidesTestsRun() throws {
    let files = [
      "authz.rego": """
      package agentweave.authz
      import rego.v1
      default allow := false
      allow if {
        input.caller_spiffe_id == "spiffe://example.com/agent/api-gateway"
        input.callee_spiffe_id == "spiffe://example.com/agent/data-processor"
        input.action in ["query", "health_check"]
      }
      """,
      "authz_test.rego": """
      package agentweave.authz
      # Test allowed access
      test_api_gateway_can_query {
        allow with input as {
          "caller_spiffe_id": "spiffe://example.com/agent/api-gateway",
          "callee_spiffe_id": "spiffe://example.com/agent/data-processor",
          "action": "query"
        }
      }
      # Test unknown caller denied
      test_unknown_caller_denied {
        not allow with input as {
          "caller_spiffe_id": "spiffe://example.com/agent/unknown",
          "callee_spiffe_id": "spiffe://example.com/agent/data-processor",
          "action": "query"
        }
      }
      """,
    ]
    try withPolicyDirectory(files) { directory in
      let run = try PolicyTestRun(directory: directory)
      #expect(run.reports.count == 2)
      #expect(run.isPassed, "\(run.text(isVerbose: true))")
    }
  }
}
