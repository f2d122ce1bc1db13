import Basics
import Rego
import Testing

@testable import Policy

@Suite("Decision point")
struct DecisionPointTests {
  @Test func whatNoRuleAllowsIsDenied() throws {
    let policies = try Policies("package mcp.authz\nallow if input.tool == \"echo\"")
    #expect(policies.decide().isAllowed)
    #expect(policies.decide().rule == "mcp.authz.allow")
    let denied = policies.decide("x", "tools/call", "bash")
    #expect(!denied.isAllowed)
    #expect(denied.rule == nil && denied.reason == nil && denied.fault == nil)
    #expect(denied.explanation == "no policy permits this combination")
  }

  @Test func nothingIsAllowedWithoutDecisionPackages() throws {
    #expect(try !Policies([:]).decide().isAllowed)
    #expect(try !Policies("package other\nallow := true").decide().isAllowed)
    #expect(try Policies("package other\nallow := true", furtherPackages: ["other"]).decide().isAllowed)
  }

  @Test(arguments: ["mcp.authz", "precinct.authz", "agentweave.authz"])
  func everyStandardPackageMayAllow(package: String) throws {
    let decision = try Policies("package \(package)\nallow := true").decide()
    #expect(decision.isAllowed)
    #expect(decision.rule == package + ".allow")
  }

  @Test func oneDenyOutweighsEveryAllow() throws {
    let policies = try Policies([
      "a.rego": "package mcp.authz\nallow := true",
      "b.rego": """
      package agentweave.authz
      deny contains "the shell is closed" if input.tool == "bash"
      deny contains "nobody" if input.caller == "nobody"
      """,
    ])
    #expect(policies.decide().isAllowed)
    let denied = policies.decide("nobody", "tools/call", "bash")
    #expect(!denied.isAllowed)
    #expect(denied.rule == "agentweave.authz.deny")
    #expect(denied.reason == "nobody; the shell is closed")
  }

  @Test(arguments: [
    ("deny := true", false), ("deny := false", true), ("deny := []", true), ("deny := [1]", false),
    ("deny := {}", true), ("deny := {\"a\": 1}", false), ("deny := \"\"", true), ("deny := \"no\"", false),
    ("deny := set()", true), ("deny := null", false), ("deny := 0", false), ("deny if false", true),
    ("deny contains 1 if false", true), ("deny contains 1 if true", false),
  ])
  func denyDeniesUnlessItIsFalseOrEmpty(rule: String, isAllowed: Bool) throws {
    #expect(try Policies("package mcp.authz\nallow := true\n\(rule)").decide().isAllowed == isAllowed)
  }

  @Test func allowMayBeAnObjectWithReasonAndObligations() throws {
    let policies = try Policies(
      """
      package mcp.authz
      allow := {"allow": true, "reason": "known agent", "obligations": ["step_up", {"log": "full"}]} if {
        input.tool == "a"
      }
      allow := {"allow": true, "obligations": {"step_up": true}} if input.tool == "b"
      allow := {"allow": false, "reason": "not today"} if input.tool == "c"
      allow := {"allow": true} if input.tool == "d"
      """)
    let a = policies.decide("x", "tools/call", "a")
    #expect(a.isAllowed && a.requiresStepUp && a.reason == "known agent")
    #expect(a.obligations == ["step_up", ["log": "full"]])
    let b = policies.decide("x", "tools/call", "b")
    #expect(b.isAllowed && b.requiresStepUp)
    #expect(!policies.decide("x", "tools/call", "c").isAllowed)
    let d = policies.decide("x", "tools/call", "d")
    #expect(d.isAllowed && !d.requiresStepUp)
  }

  @Test func obligationsOfAllAllowingPackagesHold() throws {
    let decision = try Policies([
      "a.rego": "package mcp.authz\nallow := true",
      "b.rego": "package precinct.authz\nallow := {\"allow\": true, \"obligations\": [\"step_up\"]}",
    ]).decide()
    #expect(decision.isAllowed && decision.requiresStepUp)
    #expect(decision.rule == "mcp.authz.allow")
  }

  @Test(arguments: [
    "allow := \"yes\"", "allow := 1", "allow := {\"ok\": true}", "allow contains true", "allow := [true]",
  ])
  func anAllowThatIsNoAnswerDenies(rule: String) throws {
    let decision = try Policies("package mcp.authz\n\(rule)").decide()
    #expect(!decision.isAllowed)
    #expect(decision.fault?.code == "policy_unclear_allow")
  }

  @Test func errorsDenyWhateverElseIsAllowed() throws {
    let decision = try Policies([
      "a.rego": "package mcp.authz\nallow := true",
      "b.rego": """
      package precinct.authz
      allow := true if input.tool == "echo"
      allow := false if input.method == "tools/call"
      """,
    ]).decide()
    #expect(!decision.isAllowed)
    #expect(decision.fault?.code == "eval_conflict_error")
  }

  @Test func evaluationsThatTakeTooMuchDeny() throws {
    let text = """
      package mcp.authz
      allow if count([1 | some i in numbers.range(1, 3000); some j in numbers.range(1, 3000); i == j]) == 3000
      """
    let costly = try Policies(text).decide()
    #expect(!costly.isAllowed)
    #expect(costly.fault?.code == "eval_step_limit_error")
    let long = try Policies(text, timeout: .microseconds(10)).decide()
    #expect(!long.isAllowed)
    #expect(long.fault?.code == "eval_time_limit_error")
  }

  @Test func theDefaultActionConcernsOnlyWhatNobodyMentions() throws {
    let text = "package mcp.authz\nallow := false if input.tool == \"no\"\ndeny if input.tool == \"never\""
    let policies = try Policies(text, allowsUnmentioned: true)
    #expect(policies.decide().isAllowed)
    #expect(!policies.decide("x", "tools/call", "no").isAllowed)
    #expect(!policies.decide("x", "tools/call", "never").isAllowed)
    #expect(try !Policies(text).decide().isAllowed)
  }

  @Test func thePresentIsTheQuestions() throws {
    let policies = try Policies("package mcp.authz\nallow if time.now_ns() == 1700000000000000000")
    #expect(policies.decide().isAllowed)
  }

  @Test func toolListsHoldWhatMayBeCalled() throws {
    let policies = try Policies(
      """
      package mcp.authz
      allow if { input.method == "tools/call"; input.tool in {"a", "b"}; input.tool_info.risk_level == "low" }
      """)
    let question = PolicyQuestion(caller: "x", method: "tools/list", now: .now())
    let tools: [(name: String, info: JSONValue?)] = [
      ("a", ["risk_level": "low"]), ("b", ["risk_level": "high"]), ("c", ["risk_level": "low"]), ("a2", nil),
    ]
    #expect(policies.point.allowedTools(tools, asking: question, in: policies.context) == ["a"])
  }
}
