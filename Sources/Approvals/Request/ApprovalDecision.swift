public import Basics

/// What a person decided.
public struct ApprovalDecision: Sendable, Equatable {
  /// Who: a name or an identity, as the control plane knows it.
  public let by: String
  public let at: Timestamp
  /// In the person's words; may be empty.
  public let reason: String

  public init(by: String, at: Timestamp, reason: String = "") {
    self.by = by
    self.at = at
    self.reason = reason
  }
}
