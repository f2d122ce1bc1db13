import Basics
import Rego
import Testing

@testable import Policy

/// The policies in `config/opa` are documentation, and what the gateway starts with.
@Suite("Shipped policies")
struct ShippedPoliciesTests {
  /// Three steps up from this file.
  static let directory =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    + "/config/opa"
  static let myAgent = "spiffe://poc.local/agents/mcp-client/my-agent/dev"

  func evaluate(_ caller: String, _ tool: String?, _ method: String = "tools/call") throws -> PolicyEvaluation
  {
    let point = try DecisionPoint(try PolicyBundle(directory: Self.directory))
    let question = PolicyQuestion(caller: caller, method: method, toolName: tool, now: .now())
    return PolicyEvaluation(question, at: point, in: RegoContext())
  }

  @Test func theirOwnTestsPass() throws {
    let run = try PolicyTestRun(directory: Self.directory)
    #expect(run.isPassed, "\(run.text(isVerbose: true))")
    #expect(run.reports.count >= 9)
  }

  @Test func theyAreUsableWithoutWarning() {
    let check = PolicyCheck(directory: Self.directory)
    #expect(check.text == "ok")
    #expect(check.isUsable)
  }

  @Test func theGuidesAnswersAreGiven() throws {
    #expect(try evaluate(Self.myAgent, "my_tool").text == "ALLOW (allowed by precinct.authz.allow)")
    #expect(try evaluate(Self.myAgent, "tavily_search").verdict == "ALLOW")
    #expect(try evaluate(Self.myAgent, nil, "tools/list").verdict == "ALLOW")
    #expect(try evaluate(Self.myAgent, "bash").text == "DENY (no policy permits this combination)")
    #expect(try evaluate("spiffe://poc.local/agents/unknown/attacker", "tavily_search").verdict == "DENY")
    #expect(try evaluate("spiffe://poc.local/agents/unknown/attacker", nil, "initialize").verdict == "ALLOW")
    #expect(
      try evaluate("spiffe://agentic-ref-arch.poc/ns/tools/sa/my-agent", nil, "tools/list").verdict == "ALLOW"
    )
  }

  @Test func decisionsNeedOnlyCheapParts() throws {
    let point = try DecisionPoint(try PolicyBundle(directory: Self.directory))
    #expect(point.needs == [.caller, .method, .tool])
    #expect(point.packages == ["mcp.authz", "precinct.authz"])
  }
}
