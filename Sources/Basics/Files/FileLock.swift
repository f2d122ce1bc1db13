#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A lock among processes, on a file that is there for nothing else. It ends with ``release()``, or with the
/// process.
public struct FileLock: Sendable {
  private let file: Int32

  /// Waits for the lock. Blocks.
  public init(_ path: String) throws(FileError) {
    // SAFETY: the path is a C string that lives as long as the call.
    file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw FileError("open", path) }
    while flock(file, LOCK_EX) != 0 {
      guard errno == EINTR else {
        let error = FileError("lock", path)
        close(file)
        throw error
      }
    }
  }

  /// Gives the lock back; once.
  public func release() { close(file) }
}
