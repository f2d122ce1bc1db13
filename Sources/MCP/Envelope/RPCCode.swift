/// Numbers that JSON-RPC and the protocol give to errors.
///
/// - Source: JSON-RPC 2.0 §5.1; MCP 2026-07-28, Basic Protocol, Error Codes. The range -32020…-32099 belongs to
///   the protocol: nothing of ours is added there.
public enum RPCCode {
  public static let parseError = -32700
  public static let invalidRequest = -32600
  public static let methodNotFound = -32601
  public static let invalidParams = -32602
  public static let internalError = -32603
  /// A resource that does not exist, in the revisions that open with `initialize`.
  public static let resourceNotFound = -32002
  /// A header contradicts the body, is missing, or cannot be read.
  public static let headerMismatch = -32020
  public static let missingClientCapability = -32021
  public static let unsupportedProtocolVersion = -32022
}
