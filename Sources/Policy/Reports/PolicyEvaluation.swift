public import Basics
public import Rego

/// One question put to a bundle at the command line, and the answer in print.
public struct PolicyEvaluation: Sendable {
  public let question: PolicyQuestion
  public let decision: PolicyDecision

  public init(_ question: PolicyQuestion, at point: DecisionPoint, in context: RegoContext) {
    self.question = question
    decision = point.decide(question, in: context)
  }

  /// `ALLOW` or `DENY`.
  public var verdict: String { decision.isAllowed ? "ALLOW" : "DENY" }

  /// The verdict, and why: `ALLOW (allowed by precinct.authz.allow)`. Obligations stand on lines of their
  /// own.
  public var text: String {
    (["\(verdict) (\(decision.explanation))"] + decision.obligations.map { "  obligation: \($0.text)" })
      .joined(separator: "\n")
  }

  public var json: JSONValue {
    [
      "decision": .string(verdict),
      "explanation": .string(decision.explanation),
      "rule": decision.rule.map(JSONValue.string) ?? .null,
      "reason": decision.reason.map(JSONValue.string) ?? .null,
      "obligations": .array(decision.obligations),
      "fault": decision.fault.map { ["code": .string($0.code), "message": .string($0.message)] } ?? .null,
      "caller": .string(question.caller),
      "method": .string(question.method),
      "tool": question.toolName.map(JSONValue.string) ?? .null,
    ]
  }
}
