public import Basics

/// An approval that was just given.
public struct ApprovalGrant: Sendable {
  public let request: ApprovalRequest
  /// For the client, who may send it in `X-Step-Up-Token`; told once and stored nowhere.
  public let token: Redacted<String>
  public let expiresAt: Timestamp
}
