/// Why the registry's history cannot be used. It is data: a code, the file, the line and the way out.
public struct HistoryError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable {
    case unreadable = "history_unreadable"
    case keyInvalid = "history_key_invalid"
    case broken = "history_broken"
    case unwritable = "history_unwritable"
  }

  public let code: Code
  public let path: String
  /// Counted from 1; 0 if it is about no line.
  public let line: Int
  public let message: String

  public var description: String { line > 0 ? "\(path): line \(line): \(message)" : "\(path): \(message)" }
}
