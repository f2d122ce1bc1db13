public import Basics

/// One call that waits, or waited, for a person's agreement.
public struct ApprovalRequest: Sendable, Equatable {
  /// `apr_` and 20 hexadecimal digits.
  public let id: String
  public let subject: ApprovalSubject
  public let occasion: ApprovalCase
  public let createdAt: Timestamp
  /// When a pending request lapses.
  public let expiresAt: Timestamp
  public internal(set) var decision: ApprovalDecision?
  /// When an approval that was not used lapses; nil unless it was given.
  public internal(set) var approvalExpiresAt: Timestamp?
  public internal(set) var consumedAt: Timestamp?
  /// What the ledger says, which does not know the time.
  var recordedStatus: ApprovalStatus

  /// A new request.
  init(subject: ApprovalSubject, occasion: ApprovalCase, createdAt: Timestamp, expiresAt: Timestamp) {
    id = "apr_" + Hex.encode((0..<10).map { _ in UInt8.random(in: .min ... .max) })
    self.subject = subject
    self.occasion = occasion
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    recordedStatus = .pending
  }

  /// The status at `now`.
  public func status(at now: Timestamp) -> ApprovalStatus {
    switch recordedStatus {
    case .pending: now < expiresAt ? .pending : .expired
    case .approved: now < (approvalExpiresAt ?? expiresAt) ? .approved : .expired
    case .denied, .consumed, .expired: recordedStatus
    }
  }
}
