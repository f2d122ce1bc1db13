/// Why the embedded store cannot do what is asked. Equality is on the code.
public struct StorageError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    /// The state directory cannot be made, or nothing can be written in it.
    case directoryUnwritable = "state_directory_unwritable"
    /// Others than its owner may look into the state directory.
    case directoryOpen = "state_directory_open_to_others"
    case corrupt = "state_database_corrupt"
    case full = "state_database_full"
    /// Another process held the database for too long.
    case busy = "state_database_busy"
    case failed = "state_database_failed"
    /// A row does not have the form that this program writes.
    case unexpectedRow = "state_database_unexpected_row"
  }

  public let code: Code
  /// What is wrong, naming the path, and what to do about it.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { "\(code.rawValue): \(message)" }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
