/// What kind of thing a rule finds; actions are chosen per category.
public enum DetectionCategory: String, Sendable, Hashable, CaseIterable {
  /// A secret that gives access: keys, tokens, passwords.
  case credential
  /// Personal data.
  case pii
  /// Text that tries to steer the model that reads it.
  case injection
  /// The scan itself reached a limit, so part of the text was not looked at.
  case limit
}
