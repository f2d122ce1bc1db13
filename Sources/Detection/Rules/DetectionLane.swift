/// What the findings of a rule may lead to. A new rule goes from the last to the first.
public enum DetectionLane: String, Sendable, Hashable, CaseIterable {
  /// Findings act as the profile says. Only for rules whose share of false alarms was measured and is below the
  /// ceiling of their class.
  case enforce
  /// Findings are reported and change nothing.
  case flag
  /// Findings are counted and reported to nobody: for rules on trial.
  case observe
  /// The rule is read and tested, and not run.
  case draft
}
