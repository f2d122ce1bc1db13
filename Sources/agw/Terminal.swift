import Logging

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What commands say to people.
enum Terminal {
  static let logger: Logger = {
    var logger = Logger(label: "agw", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = .warning
    return logger
  }()

  /// Writes a line to standard error.
  static func note(_ text: String) {
    let line = Array((text + "\n").utf8)
    // SAFETY: exactly the bytes of `line` are read.
    _ = unsafe line.withUnsafeBytes { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// Each line of an error, in full.
  static func fail(_ error: any Error) { note("agw: \(error)") }
}
