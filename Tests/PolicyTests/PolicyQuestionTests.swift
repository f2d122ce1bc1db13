import Basics
import Rego
import Testing

@testable import Policy

@Suite("Policy question")
struct PolicyQuestionTests {
  static let question = PolicyQuestion(
    caller: "spiffe://a/b", callee: "spiffe://a/c", method: "tools/call", toolName: "echo",
    arguments: .value(["text": "hi"]), toolInfo: ["risk_level": "low"], principal: ["kind": "agent"],
    session: ["id": "s", "risk_score": 7], request: ["peer": "127.0.0.1"], now: .now())

  /// What a policy that reads all of `input` sees.
  func input(_ question: PolicyQuestion) throws -> JSONValue {
    let policy = try CompiledPolicy(sources: [RegoSource(path: "a", text: "package a\nseen := input")])
    let result = try policy.query("data.a.seen").evaluate(
      question.input(keys: InputNeeds.keys), in: RegoContext())
    return try #require(result?.json)
  }

  @Test func everyKeyIsThereInBothSpellings() throws {
    #expect(
      try input(Self.question) == [
        "caller_spiffe_id": "spiffe://a/b", "caller": "spiffe://a/b", "callee_spiffe_id": "spiffe://a/c",
        "method": "tools/call", "tool_name": "echo", "tool": "echo", "action": "echo",
        "arguments": ["text": "hi"], "params": ["text": "hi"], "tool_info": ["risk_level": "low"],
        "principal": ["kind": "agent"], "session": ["id": "s", "risk_score": 7],
        "request": ["peer": "127.0.0.1"],
      ])
  }

  @Test func whatIsMissingIsNullOrEmpty() throws {
    let empty: JSONValue = [:]
    #expect(
      try input(PolicyQuestion(caller: "c", method: "ping", now: .now())) == [
        "caller_spiffe_id": "c", "caller": "c", "callee_spiffe_id": nil, "method": "ping", "tool_name": nil,
        "tool": nil, "action": nil, "arguments": empty, "params": empty, "tool_info": empty,
        "principal": empty,
        "session": empty, "request": empty,
      ])
  }

  @Test func argumentsAreReadFromTheMessage() throws {
    let document = try JSONDocument(
      parsing: Array(#"{"a":{"path":["x",1,"\u00e9"]}}"#.utf8), limits: .standard)
    let node = try #require(document.member(key: "a", of: 0))
    let policies = try Policies("package mcp.authz\nallow if input.params.path == [\"x\", 1, \"é\"]")
    #expect(policies.decide { $0.arguments = .node(document, node) }.isAllowed)
    #expect(!policies.decide().isAllowed)
  }

  @Test func onlyWhatPoliciesReadIsNeeded() throws {
    let narrow = try Policies(
      "package mcp.authz\nallow if { input.caller == \"a\"; input.tool_name == \"b\" }")
    #expect(narrow.point.needs == [.caller, .tool])
    let wide = try Policies("package mcp.authz\nallow if count(input) > 3")
    #expect(wide.point.needs == .all)
    #expect(wide.decide().isAllowed)
    let session = try Policies("package mcp.authz\nallow if input.session.risk_score < 5")
    #expect(session.point.needs == .session)
  }
}
