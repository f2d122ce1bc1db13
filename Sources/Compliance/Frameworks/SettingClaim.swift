/// A setting that must have one of some values.
public struct SettingClaim: Sendable, Hashable {
  /// The key with its sections, such as `audit.durability`.
  public let key: String
  /// What is accepted; `any` alone for whatever is not empty.
  public let values: [String]

  /// Whether `settings`, which hold every key with its value as text, have it.
  func holds(in settings: [String: String]) -> Bool {
    guard let value = settings[key] else { return false }
    return values == ["any"] ? !value.isEmpty : values.contains(value)
  }
}
