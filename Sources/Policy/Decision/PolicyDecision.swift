public import Basics

/// What the policies say to one question.
public struct PolicyDecision: Sendable {
  /// Why there is no clear answer; the decision is then a denial.
  public struct Fault: Sendable, Equatable {
    /// `policy_…`, or a code of ``Rego``.
    public let code: String
    public let message: String

    public init(code: String, message: String) {
      self.code = code
      self.message = message
    }
  }

  public let isAllowed: Bool
  /// The words of the rule that decided, if it has some.
  public let reason: String?
  /// What allowing rules ask for in return, in the order of the decision packages.
  public let obligations: [JSONValue]
  /// The rule that decided, such as `mcp.authz.allow`; nil if none did.
  public let rule: String?
  public let fault: Fault?
  /// The tools that the asker may call, where the question was about a list of them and another program decides.
  public var visibleTools: Set<String>?

  init(
    isAllowed: Bool, reason: String? = nil, obligations: [JSONValue] = [], rule: String? = nil,
    fault: Fault? = nil
  ) {
    self.isAllowed = isAllowed
    self.reason = reason
    self.obligations = obligations
    self.rule = rule
    self.fault = fault
  }

  static func failed(_ code: String, _ message: String, rule: String? = nil) -> PolicyDecision {
    PolicyDecision(isAllowed: false, rule: rule, fault: Fault(code: code, message: message))
  }

  /// Whether a rule allows only with a person's agreement: an obligation `"step_up"`, or `{"step_up": true}`.
  public var requiresStepUp: Bool {
    obligations.contains { $0.stringValue == "step_up" || $0["step_up"]?.boolValue == true }
  }

  /// The decision in a sentence, for people.
  public var explanation: String {
    if let fault { return "\(rule.map { "\($0): " } ?? "")\(fault.message) (\(fault.code))" }
    let words = reason.map { ": \($0)" } ?? ""
    switch (isAllowed, rule) {
    case (true, let rule?): return "allowed by \(rule)\(words)"
    case (true, nil): return "no policy says anything about this, and policy.default_action is allow"
    case (false, let rule?): return "denied by \(rule)\(words)"
    case (false, nil): return "no policy permits this combination"
    }
  }
}
