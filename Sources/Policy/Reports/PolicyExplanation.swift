public import Basics
public import Rego

/// Why a question was decided as it was: every decision package with the rules that were tried, for `agw policy eval
/// --explain`.
public struct PolicyExplanation: Sendable {
  /// `data.mcp.authz.allow` and `data.mcp.authz.deny`, where they are there.
  public let parts: [(rule: String, explanation: RegoExplanation)]

  /// Evaluates the question once more, traced.
  public init(
    _ question: PolicyQuestion, of bundle: PolicyBundle, packages: [String]
  ) throws(PolicyErrors) {
    let policy = try PolicyCompiler.compile(bundle.policies, of: bundle, isTraced: true)
    let context = RegoContext()
    context.now = question.now
    let input = question.input(keys: InputNeeds.keys(readBy: policy.inputKeys))
    var parts: [(rule: String, explanation: RegoExplanation)] = []
    do throws(RegoError) {
      for package in packages {
        for name in ["allow", "deny"] {
          let rule = "data." + package + "." + name
          let explanation = try policy.query(rule).explain(input, in: context)
          if explanation.value != nil || !explanation.steps.isEmpty { parts.append((rule, explanation)) }
        }
      }
    } catch {
      throw PolicyErrors(RegoErrors([error]))
    }
    self.parts = parts
  }

  public var text: String {
    parts.map { "\($0.rule): \($0.explanation.text)" }.joined(separator: "\n")
  }

  public var json: JSONValue {
    .object(JSONObject(parts.map { (key: $0.rule, value: $0.explanation.json) }))
  }
}
