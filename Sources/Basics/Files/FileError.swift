#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Why something could not be done with a file.
public struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was tried, as a verb: `open`, `read`, `write`, `rename`, ….
  public let operation: String
  public let path: String
  /// The system's error number; 0 if the system had nothing against it.
  public let number: Int32
  /// The system's words for it, or ours.
  public let reason: String

  /// An error that we found.
  public init(_ operation: String, _ path: String, reason: String) {
    self.operation = operation
    self.path = path
    number = 0
    self.reason = reason
  }

  /// An error that the system reported: takes `errno`, so it must be made before any other call.
  public init(_ operation: String, _ path: String) {
    let number = errno
    self.operation = operation
    self.path = path
    self.number = number
    // SAFETY: `strerror` returns a static, terminated string; it is copied at once.
    reason = unsafe String(cString: strerror(number))
  }

  public var isNotFound: Bool { number == ENOENT }
  public var isFull: Bool { number == ENOSPC || number == EDQUOT }
  public var isAlreadyThere: Bool { number == EEXIST }

  public var description: String { "cannot \(operation) \(path): \(reason)" }
}
