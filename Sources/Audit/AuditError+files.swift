#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

// Errors of system calls on the log's files. Each reads `errno` as the call left it.
extension AuditError {
  @inline(never) static func file(_ action: String, _ path: String, errno number: Int32 = errno) -> Self {
    Self(.fileFailed, "Cannot \(action) \(path): \(reason(number)).", remediation: remediation(number))
  }

  @inline(never) static func unwritable(_ directory: String) -> Self {
    let number = errno
    return Self(
      .directoryUnwritable,
      "The directory of the audit log cannot be written: \(directory): \(reason(number)).",
      remediation: number == ENOSPC || number == EDQUOT
        ? remediation(number)
        : "Create it for the user of the gateway (install -d -m 700 \(directory)), or set audit.path elsewhere."
    )
  }

  /// What the system calls an error, such as `No space left on device`.
  private static func reason(_ number: Int32) -> String {
    // SAFETY: the text is copied before another call could change it.
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text)
  }

  private static func remediation(_ number: Int32) -> String {
    switch number {
    case ENOSPC, EDQUOT, EFBIG: "Free space on its file system; the log goes on by itself."
    case EACCES, EPERM, EROFS: "Give the user of the gateway the right to it, or set audit.path elsewhere."
    case EIO: "Check the disk; the log goes on by itself when writing works again."
    default: ""
    }
  }
}
