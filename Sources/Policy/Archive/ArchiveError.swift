/// Why bytes are not an archive that is taken.
public struct ArchiveError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: String, Sendable, CaseIterable {
    /// Not gzip, or not tar.
    case malformed = "archive_malformed"
    /// It ends before its end.
    case truncated = "archive_truncated"
    case tooLarge = "archive_too_large"
    case tooManyFiles = "archive_too_many_files"
    /// A name that leads out of the archive's root.
    case pathOutside = "archive_path_outside"
    /// Links, devices, and the same name twice.
    case entryRefused = "archive_entry_refused"
  }

  public let code: Code
  /// A sentence that names the entry and the way out.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { "\(code.rawValue): \(message)" }
}
