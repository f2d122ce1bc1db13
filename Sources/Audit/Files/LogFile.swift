#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// One open segment. Confined to the thread that uses it.
final class LogFile {
  let path: String
  /// Bytes in the file, as far as this object wrote or found them.
  private(set) var length: Int
  private let descriptor: Int32
  private let calls: SystemCalls

  /// Opens a segment for appending.
  ///
  /// - Parameter creating: Whether a file that does not exist is made (mode 0600).
  init(_ path: String, creating: Bool, calls: SystemCalls) throws(AuditError) {
    let descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC | (creating ? O_CREAT : 0), 0o600)
    guard descriptor >= 0 else { throw .file(creating ? "create" : "open", path) }
    let end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else {
      let failure = AuditError.file("measure", path)
      close(descriptor)
      throw failure
    }
    self.path = path
    self.descriptor = descriptor
    self.calls = calls
    length = Int(end)
  }

  deinit { close(descriptor) }

  /// Writes all of `bytes` at the end; after a failure the file may hold a part of them.
  func append(_ bytes: [UInt8]) throws(AuditError) {
    var offset = 0
    while offset < bytes.count {
      let written = unsafe bytes.withUnsafeBytes {
        // SAFETY: `offset` is below the count.
        unsafe calls.write(descriptor, UnsafeRawBufferPointer(rebasing: $0[offset...]))
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw .file("write", path) }
      offset += written
      length += written
    }
  }

  /// Makes what was written durable, the length included.
  func synchronize() throws(AuditError) {
    while calls.synchronize(descriptor) != 0 {
      guard errno == EINTR else { throw .file("synchronize", path) }
    }
  }

  /// Cuts the file; what is appended next begins there.
  func truncate(to length: Int) throws(AuditError) {
    guard ftruncate(descriptor, length) == 0 else { throw .file("truncate", path) }
    self.length = length
  }
}
