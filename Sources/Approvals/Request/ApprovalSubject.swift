public import Basics

/// What exactly is agreed to: one caller, one tool, one set of arguments.
public struct ApprovalSubject: Sendable, Hashable {
  /// The identity that calls, e.g. a SPIFFE ID.
  public let principal: String
  public let tool: String
  /// See ``ArgumentsDigest``.
  public let argumentsDigest: Digest256

  public init(principal: String, tool: String, argumentsDigest: Digest256) {
    self.principal = principal
    self.tool = tool
    self.argumentsDigest = argumentsDigest
  }

  public init(principal: String, tool: String, arguments: JSONValue) {
    self.init(principal: principal, tool: tool, argumentsDigest: ArgumentsDigest.digest(of: arguments))
  }
}
