public import Basics
import Identity
import Policy
import Registry
import Rego
public import SPIFFE
public import Settings

/// Puts questions to the policies without a call: for `agw policy eval`, and to show what a caller may do.
///
/// The question has what a call of this caller would have, but for session and request, which only a call has.
public struct PolicyTrial: Sendable {
  let policy: DecisionPoint
  let registry: ToolRegistry
  let authenticator: Authenticator

  /// Reads policies and registry as a start of the gateway would. Blocks on the disk.
  public init(_ configuration: Configuration) throws(LoadProblem) {
    let stack = try PolicyStore(in: configuration.stateDirectory)
      .stack(configuration, over: try SnapshotLoader.bundle(configuration))
    policy = try SnapshotLoader.decisionPoint(stack, configuration)
    registry = try SnapshotLoader.registry(configuration)
    authenticator = try IdentityLoader.authenticator(configuration.identity)
  }

  init(_ snapshot: Snapshot) throws(LoadProblem) {
    policy = snapshot.policy
    registry = snapshot.registry
    authenticator = try IdentityLoader.authenticator(snapshot.configuration.identity)
  }

  /// What the policies say to `caller` sending `method` for `tool`.
  public func answer(
    caller: SPIFFEID, method: String, tool: String?, arguments: JSONValue, now: Timestamp
  ) -> PolicyAnswer {
    guard let principal = principal(caller, now: now) else {
      return PolicyAnswer(
        caller: caller, method: method, tool: tool,
        refusal: "layer 3 refuses this caller: its trust domain is not allowed")
    }
    let entry = tool.flatMap { registry.tool(named: $0) }
    let question = PolicyQuestion(
      caller: caller.text, method: method, toolName: tool, arguments: .value(arguments), toolInfo: entry?.policyView,
      principal: principal.document, now: now)
    let evaluation = PolicyEvaluation(question, at: policy, in: RegoContext())
    // A caller that may call some tool may ask for the list.
    let visible = method == "tools/list" && tool == nil ? tools(allowedTo: caller, now: now) : []
    let isUnknown = method == "tools/call" && tool != nil && entry == nil
    return PolicyAnswer(evaluation, visibleTools: visible, isToolUnknown: isUnknown)
  }

  /// The registered tools that `caller` may call, in the order of the registry.
  public func tools(allowedTo caller: SPIFFEID, now: Timestamp) -> [String] {
    guard let principal = principal(caller, now: now) else { return [] }
    let question = PolicyQuestion(
      caller: caller.text, method: "tools/call", principal: principal.document, now: now)
    return policy.allowedTools(
      registry.entries.map { (name: $0.name, info: $0.policyView) }, asking: question, in: RegoContext())
  }

  /// The caller as if it had proved who it is.
  func principal(_ id: SPIFFEID, now: Timestamp) -> Principal? {
    let evidence = CallerEvidence(isHeaderAllowed: true, isLoopback: true, headerValues: [id.text])
    return try? authenticator.principal(for: evidence, now: now).get()
  }
}
