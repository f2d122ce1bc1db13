/// How far a control is shown to work. There is nothing between these, and nothing is rounded up.
public enum ControlStatus: String, Sendable, CaseIterable {
  /// The log, or a test, shows it working in the period.
  case effective
  /// It is switched on, and nothing in the period shows it working.
  case configured
  /// Neither is shown, or the period holds exceptions.
  case notEvidenced = "not evidenced"
}
