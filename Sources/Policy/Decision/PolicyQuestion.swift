public import Basics

/// Who wants to do what: everything that policies may judge by, as plain values.
public struct PolicyQuestion: Sendable {
  /// The arguments of a call.
  public enum Arguments: Sendable {
    case none
    /// An object in a parsed message; nothing is copied until a policy reads it.
    case node(JSONDocument, Int)
    case value(JSONValue)
  }

  /// SPIFFE ID of the caller.
  public var caller: String
  /// SPIFFE ID of the upstream, if known.
  public var callee: String?
  /// MCP method, such as `tools/call`.
  public var method: String
  /// Tool, prompt or resource; nil for methods that name none.
  public var toolName: String?
  public var arguments: Arguments
  /// The registry entry: hash, risk_level, trust_level, upstream, labels.
  public var toolInfo: JSONValue?
  /// kind, user, agent, roles, scopes, trust_level, tenant, auth_method, delegation chain.
  public var principal: JSONValue?
  /// id, risk_score, labels, counters, age.
  public var session: JSONValue?
  /// time, peer, protocol version, decision_id.
  public var request: JSONValue?
  /// What policies take for the present.
  public var now: Timestamp

  public init(
    caller: String, callee: String? = nil, method: String, toolName: String? = nil,
    arguments: Arguments = .none, toolInfo: JSONValue? = nil, principal: JSONValue? = nil,
    session: JSONValue? = nil, request: JSONValue? = nil, now: Timestamp
  ) {
    self.caller = caller
    self.callee = callee
    self.method = method
    self.toolName = toolName
    self.arguments = arguments
    self.toolInfo = toolInfo
    self.principal = principal
    self.session = session
    self.request = request
    self.now = now
  }
}
