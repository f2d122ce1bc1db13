/// Why an approval cannot be asked for, decided or used. The raw value is a code for answers and records.
public enum ApprovalError: String, Error, Sendable, CaseIterable {
  /// No such request, or nobody asked for this call.
  case notFound = "approval_not_found"
  /// A person has not decided yet.
  case pending = "approval_pending"
  /// A person has said no.
  case denied = "approval_denied"
  /// The request or the approval lapsed.
  case expired = "approval_expired"
  /// The request was decided before.
  case alreadyDecided = "approval_already_decided"
  /// The identity that calls may not agree to its own call.
  case selfApproval = "approval_by_caller_refused"
  /// The approver gave no name.
  case approverUnnamed = "approval_approver_unnamed"
  /// The token is not of our making, or was never given.
  case tokenUnknown = "approval_token_unknown"
  /// The token was given for another caller, tool or set of arguments.
  case tokenMismatch = "approval_token_mismatch"
  /// The token or the approval has been used.
  case alreadyUsed = "approval_already_used"
  /// The caller has too many requests waiting.
  case tooManyPending = "approval_too_many_pending"
  /// The ledger cannot be written or read, or is too far behind.
  case unavailable = "approval_unavailable"
}
