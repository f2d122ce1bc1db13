import Basics
import Testing

@testable import Policy

@Suite("Decisions of other decision points")
struct RemoteDecisionTests {
  private func decide(_ text: String?) throws -> PolicyDecision {
    PolicyDecision(document: try text.map { try JSONValue.parse($0) }, at: "mcp/authz")
  }

  @Test func packagesAndRulesAreUnderstood() throws {
    for text in [
      "true", #"{"allow": true}"#, #"{"allow": {"allow": true}}"#, #"{"allow": true, "deny": []}"#,
      #"{"allow": true, "deny": false}"#, #"{"allow": true, "deny": {}}"#, #"{"allow": true, "deny": ""}"#,
    ] {
      #expect(try decide(text).isAllowed, "\(text)")
    }
    for text in [
      "false", "{}", #"{"allow": false}"#, #"{"allow": true, "deny": true}"#, #"{"allow": true, "deny": ["no"]}"#,
      #"{"allow": true, "deny": {"reason": "no"}}"#, #"{"allow": true, "deny": 0}"#, #"{"deny": []}"#,
      #"{"allow": {"allow": false}}"#, #"{"allow": true, "deny": null}"#,
    ] {
      let decision = try decide(text)
      #expect(!decision.isAllowed && decision.fault == nil, "\(text)")
    }
    for text in ["1", "null", "[true]", #""yes""#, #"{"allow": "yes"}"#, #"{"allow": {}}"#, #"{"allow": null}"#] {
      #expect(try decide(text).fault?.code == "policy_unclear_allow", "\(text)")
    }
    #expect(try !decide(nil).isAllowed)
  }

  @Test func reasonsAndObligationsComeAlong() throws {
    let allowed = try decide(#"{"allow": {"allow": true, "reason": "why", "obligations": ["step_up"]}}"#)
    #expect(allowed.reason == "why" && allowed.requiresStepUp && allowed.rule == "mcp.authz")
    #expect(try decide(#"{"allow": true, "obligations": {"step_up": true}}"#).requiresStepUp)
    #expect(try decide(#"{"deny": ["a", {"message": "b"}]}"#).reason == "a; b")
  }

  @Test func theWholeInputIsWritten() throws {
    let document = try JSONDocument(parsing: Array(#"{"x": {"q": 1}}"#.utf8))
    let question = PolicyQuestion(
      caller: "c", method: "tools/call", toolName: "t", arguments: .node(document, 2), now: Timestamp(seconds: 0))
    func written(_ arguments: PolicyQuestion.WrittenArguments) throws -> JSONValue {
      var writer = JSONWriter()
      question.write(to: &writer, arguments: arguments)
      return try JSONValue.parse(writer.bytes)
    }
    let whole = try written(.asTheyAre)
    #expect(whole.objectValue?.keys == InputNeeds.keys.map(\.key))
    #expect(whole["arguments"] == ["q": 1] && whole["params"] == ["q": 1] && whole["caller"] == "c")
    #expect(whole["callee_spiffe_id"] == .null && whole["session"] == [:])
    #expect(try written(.omitted)["params"] == nil)
    #expect(try written(.text(Array("[1]".utf8)))["arguments"] == [1])
  }
}
