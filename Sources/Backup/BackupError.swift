import Basics

/// Why a backup cannot be made, verified or restored. Equality is on the code.
public struct BackupError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    /// A file or directory cannot be read or written.
    case fileFailed = "backup_file_failed"
    /// What is there is no complete backup.
    case incomplete = "backup_incomplete"
    /// A file is not what was backed up; the message names it.
    case damaged = "backup_damaged"
    /// The key does not fit, is missing, or is not needed.
    case keyInvalid = "backup_key_invalid"
    /// The place to restore into is not empty.
    case notEmpty = "backup_target_not_empty"
    /// The state could not be copied so that it holds together.
    case inconsistent = "backup_inconsistent"
  }

  public let code: Code
  /// One sentence for people, naming the file and the way out.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  init(_ error: FileError) { self.init(.fileFailed, "\(error).") }

  public var description: String { "\(code.rawValue): \(message)" }

  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
}
