#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The right to write a log: held by one process at a time, given back when it ends, however it ends.
final class LogLock: Sendable {
  private let descriptor: Int32

  /// - Throws: ``AuditError`` `audit_log_in_use` with the other process, `audit_directory_unwritable`.
  init(_ paths: LogPaths) throws(AuditError) {
    let descriptor = unsafe open(paths.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unwritable(paths.directory) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.holder(descriptor)
      close(descriptor)
      throw .inUse(paths.active, holder: holder)
    }
    let text = Array("\(getpid())\n".utf8)
    // The number is for people who look; the lock itself is the proof, so a failure to write it is no
    // failure.
    _ = ftruncate(descriptor, 0)
    _ = unsafe text.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// What the holder wrote of itself.
  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 20)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
    let digits = bytes.prefix(max(0, count)).prefix { (0x30...0x39).contains($0) }
    return digits.isEmpty ? "another process" : "process \(String(decoding: digits, as: UTF8.self))"
  }
}

extension AuditError {
  static func inUse(_ path: String, holder: String) -> Self {
    Self(
      .inUse, "The audit log \(path) is being written by \(holder).",
      remediation: "Stop it, or give this gateway another audit.path.")
  }
}
