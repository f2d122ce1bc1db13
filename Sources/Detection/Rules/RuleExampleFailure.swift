/// An example in which a rule does not do what the example says.
public struct RuleExampleFailure: Sendable, Hashable {
  public var rule: String
  public var text: String
  /// Whether the rule should have fired.
  public var shouldMatch: Bool

  /// The failure as the reason why a rule set is refused.
  var error: DetectionError {
    let what = shouldMatch ? "does not fire in its own example" : "fires in an example where it must not"
    return DetectionError(.ruleTestFailed, "\(what): \"\(text.prefix(120))\"; mend the rule or the example", rule: rule)
  }
}
