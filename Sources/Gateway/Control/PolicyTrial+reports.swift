public import Basics
import Identity
public import Policy
import Registry
import Rego
public import SPIFFE
public import Settings

extension PolicyTrial {
  /// The callers that the policies name, with what each may call.
  ///
  /// - Parameter callers: Others to show in their place; empty shows those in rules and data.
  public func matrix(callers: [SPIFFEID], now: Timestamp) -> PolicyMatrix {
    let named = policy.policy.strings(withPrefix: "spiffe://").compactMap { try? SPIFFEID($0) }
    let questions = (callers.isEmpty ? named : callers).compactMap { caller in
      principal(caller, now: now).map { principal in
        PolicyQuestion(caller: caller.text, method: "tools/call", principal: principal.document, now: now)
      }
    }
    return PolicyMatrix(
      questions, tools: registry.entries.map { (name: $0.name, info: $0.policyView) }, at: policy)
  }

  /// Why ``answer(caller:method:tool:arguments:now:)`` is what it is; nil for a caller that no policy sees. Reads the
  /// policies again. Blocking.
  public func explanation(
    _ configuration: Configuration, caller: SPIFFEID, method: String, tool: String?, arguments: JSONValue, now: Timestamp
  ) throws -> PolicyExplanation? {
    guard let principal = principal(caller, now: now) else { return nil }
    let question = PolicyQuestion(
      caller: caller.text, method: method, toolName: tool, arguments: .value(arguments),
      toolInfo: tool.flatMap { registry.tool(named: $0) }?.policyView, principal: principal.document, now: now)
    return try PolicyExplanation(
      question, of: try SnapshotLoader.bundle(configuration), packages: policy.packages)
  }
}
