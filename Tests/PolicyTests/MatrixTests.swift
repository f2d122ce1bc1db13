import Basics
import Policy
import Rego
import Testing

/// Who may call what, and why.
struct MatrixTests {
  private func withBundle(
    _ policy: String, _ body: (PolicyBundle, DecisionPoint) throws -> Void
  ) throws {
    let file = try #require(PolicyFile(path: "authz.rego", bytes: Array(policy.utf8)))
    let bundle = try PolicyBundle(files: [file])
    try body(bundle, try DecisionPoint(bundle))
  }

  private static let policy = """
    package mcp.authz
    allow if {
      input.caller == "spiffe://a/one"
      input.tool in {"echo", "cat"}
      input.method == "tools/call"
    }
    allow if {
      input.caller == "spiffe://a/two"
      input.tool_info.risk_level == "low"
    }
    deny contains "no cats" if input.tool == "cat"
    """

  private let tools: [(name: String, info: JSONValue?)] = [
    ("echo", ["risk_level": "low"]), ("cat", ["risk_level": "low"]), ("rm", ["risk_level": "high"]),
  ]

  private func question(_ caller: String) -> PolicyQuestion {
    PolicyQuestion(caller: caller, method: "tools/call", now: Timestamp(nanoseconds: 0))
  }

  @Test func onlyToolsThatCanBeAllowedAreTried() throws {
    try withBundle(Self.policy) { _, point in
      let callers = ["spiffe://a/one", "spiffe://a/two", "spiffe://a/three"]
      let matrix = PolicyMatrix(callers.map(question), tools: tools, at: point)
      #expect(matrix.rows.map(\.tools) == [["echo"], ["echo"], []])
      #expect(matrix.rows.map(\.tried) == [2, 3, 0])
      #expect(matrix.text.hasSuffix("3 callers, 3 tools; 5 of 9 pairs had to be tried"))
      #expect(point.policy.strings(withPrefix: "spiffe://") == ["spiffe://a/one", "spiffe://a/two"])
    }
  }

  @Test func everyPairIsDecidedAsACallWouldBe() throws {
    try withBundle(Self.policy) { _, point in
      for caller in ["spiffe://a/one", "spiffe://a/two", "spiffe://a/three"] {
        let row = PolicyMatrix([question(caller)], tools: tools, at: point).rows[0]
        #expect(row.tools == point.allowedTools(tools, asking: question(caller), in: RegoContext()))
      }
    }
  }

  @Test func whereSilenceAllowsEveryToolIsTried() throws {
    let file = try #require(PolicyFile(path: "authz.rego", bytes: Array(Self.policy.utf8)))
    let point = try DecisionPoint(PolicyBundle(files: [file]), allowsUnmentioned: true)
    let row = PolicyMatrix([question("spiffe://a/three")], tools: tools, at: point).rows[0]
    #expect(row.tried == 3 && row.tools == ["echo", "rm"])
  }

  @Test func anExplanationHasAllowAndDenyOfEveryPackage() throws {
    try withBundle(Self.policy) { bundle, point in
      var question = question("spiffe://a/one")
      question.toolName = "cat"
      let explanation = try PolicyExplanation(question, of: bundle, packages: point.packages)
      #expect(explanation.parts.map(\.rule) == ["data.mcp.authz.allow", "data.mcp.authz.deny"])
      #expect(explanation.parts[0].explanation.value == true)
      #expect(explanation.text.contains("data.mcp.authz.deny: [\"no cats\"]"))
      #expect(explanation.json["data.mcp.authz.allow"]?["rules"]?.arrayValue?[0]["location"]?["row"] == 2)
    }
  }
}
