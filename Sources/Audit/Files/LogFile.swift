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
  /// How far room is set aside: writing there allocates nothing, which leaves less for a synchronization to do.
  private var roomEnd = 0
  private let roomStep: Int

  /// Opens a segment for appending.
  ///
  /// - Parameters:
  ///   - creating: Whether a file that does not exist is made (mode 0600).
  ///   - roomStep: How much room is set aside at a time, in bytes; 0 for none.
  init(_ path: String, creating: Bool, roomStep: Int = 0, calls: SystemCalls) throws(AuditError) {
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
    self.roomStep = roomStep
    length = Int(end)
  }

  deinit { close(descriptor) }

  /// Whether the file still stands under its name, and no other process has changed its length. An entry in a
  /// file that was moved away, or cut, must not count as durable.
  func checkPlace() throws(AuditError) {
    var own = stat()
    var named = stat()
    guard unsafe fstat(descriptor, &own) == 0, unsafe stat(path, &named) == 0 else {
      throw .file("find", path)
    }
    guard own.st_ino == named.st_ino, own.st_dev == named.st_dev, own.st_size == length else {
      throw .displaced(path)
    }
  }

  /// Writes all of `bytes` at the end; after a failure the file may hold a part of them.
  func append(_ bytes: [UInt8]) throws(AuditError) {
    setRoomAside(for: bytes.count)
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

  private func setRoomAside(for bytes: Int) {
    guard roomStep > 0, length + bytes > roomEnd else { return }
    let start = max(length, roomEnd)
    roomEnd = length + bytes + roomStep
    calls.setAside(descriptor, start, roomEnd - start)
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
    roomEnd = 0
  }
}

extension AuditError {
  static func displaced(_ path: String) -> Self {
    Self(
      .damaged, "\(path) was moved, replaced or cut while it was written.",
      remediation:
        "Put it back as it was: the log goes on by itself. Segments are closed by audit.segment_bytes_max, "
        + "so nothing else may rotate them.")
  }
}
