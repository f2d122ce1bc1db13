/// Why an index did not give what was asked. Equality is on the code.
public struct SearchError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    /// Address, certificates or password cannot be used.
    case settingsInvalid = "opensearch_settings_invalid"
    /// Nothing answers, or not within the time.
    case unreachable = "opensearch_unreachable"
    /// The server refuses, with its HTTP status.
    case refused = "opensearch_refused"
    /// What answers is no search API, or answers too much.
    case answerInvalid = "opensearch_answer_invalid"
  }

  public let code: Code
  /// One sentence without credentials.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { "\(code.rawValue): \(message)" }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
