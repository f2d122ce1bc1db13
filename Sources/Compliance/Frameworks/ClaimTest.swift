/// A test of the log or of the installation, beyond what single entries say.
public enum ClaimTest: Sendable, Hashable {
  /// Chain, tree and checkpoints are re-derived from the bytes of the log, and agree.
  case chainVerifies
  /// The log has checkpoints that a key of the log signed.
  case checkpointsSigned
  /// Every call that was forwarded was allowed before by an entry in which the policy layer passed.
  case forwardedCallsDecided
  /// No call that was refused was forwarded.
  case denialsNotForwarded
  /// The oldest entry is at least so many days older than the end of the period.
  case logReachesBack(days: Int)
  /// A backup was restored, and what was restored was verified, within the period.
  case restoreTested

  var name: String {
    switch self {
    case .chainVerifies: "chain_verifies"
    case .checkpointsSigned: "checkpoints_signed"
    case .forwardedCallsDecided: "forwarded_calls_decided"
    case .denialsNotForwarded: "denials_not_forwarded"
    case .logReachesBack: "log_reaches_back"
    case .restoreTested: "restore_tested"
    }
  }

  /// The test of a framework file; nil if there is none of this name.
  init?(_ name: String, days: Int?) {
    switch (name, days) {
    case ("chain_verifies", nil): self = .chainVerifies
    case ("checkpoints_signed", nil): self = .checkpointsSigned
    case ("forwarded_calls_decided", nil): self = .forwardedCallsDecided
    case ("denials_not_forwarded", nil): self = .denialsNotForwarded
    case ("log_reaches_back", let days?) where days > 0: self = .logReachesBack(days: days)
    case ("restore_tested", nil): self = .restoreTested
    default: return nil
    }
  }
}
