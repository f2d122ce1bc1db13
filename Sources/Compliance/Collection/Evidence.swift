public import Audit
public import Basics

/// What was found in a period, before it is held against the controls.
public struct Evidence: Sendable {
  public internal(set) var entries = 0
  /// Whether there were more entries than were to be read.
  public internal(set) var isCut = false
  /// Lines that are no entries, and were passed over.
  public internal(set) var unreadable = 0
  public internal(set) var first: String?
  public internal(set) var last: String?
  /// What re-deriving the log showed; nil if it was not done.
  public internal(set) var verification: AuditVerification?
  /// Why it was not done, or failed.
  public internal(set) var verificationFailure: String?
  /// The time of the oldest entry of the log, or of the period if only that was read.
  public internal(set) var oldest: Timestamp?
  /// The newest passed restore test within the period.
  public internal(set) var restoreTest: Timestamp?
  var tallies: [Claim: ClaimTally] = [:]
  var calls = CallPairing(isWhole: false)
}
