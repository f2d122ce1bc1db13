import Basics

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The last line of a log at a time when it was durable, kept in a file of its own.
///
/// It shows that a log was cut off at its end, which the chain alone cannot show. It proves nothing against
/// someone who can write both files: that takes a signature.
struct LogHead: Sendable, Equatable {
  let sequence: UInt64
  let hash: AuditHash

  /// Bytes beyond which a file is no head.
  private static let bytesMax = 512

  /// Reads a head file; nil if there is none.
  ///
  /// - Throws: ``AuditError`` `audit_log_damaged` if it holds anything else, `audit_file_failed`.
  static func read(_ paths: LogPaths) throws(AuditError) -> LogHead? {
    guard unsafe access(paths.head, F_OK) == 0 else { return nil }
    let file = try ReadableFile(paths.head)
    let bytes = try file.read(0..<min(file.length, bytesMax))
    guard let value = try? JSONValue.parse(bytes), let number = value["sequence"]?.intValue,
      let sequence = UInt64(exactly: number), let hex = value["hash"]?.stringValue,
      let hash = AuditHash(hex: hex.utf8)
    else {
      throw AuditError(
        .damaged, "\(paths.head) does not hold a sequence and a hash.",
        remediation: "Keep it as evidence, and move it away to go on.")
    }
    return LogHead(sequence: sequence, hash: hash)
  }

  /// Replaces the head file: written aside, made durable, renamed, and the directory made durable.
  func write(_ paths: LogPaths) throws(AuditError) {
    var writer = JSONWriter(capacity: 128)
    writer.beginObject()
    writer.key("sequence")
    writer.raw(String(sequence).utf8)
    writer.key("hash")
    writer.string(hash.hex)
    writer.endObject()
    let aside = paths.head + ".new"
    unsafe unlink(aside)
    let file = try LogFile(aside, creating: true, calls: .system)
    try file.append(writer.bytes + [0x0a])
    try file.synchronize()
    guard unsafe rename(aside, paths.head) == 0 else { throw .file("replace", paths.head) }
    try Directory.synchronize(paths.directory)
  }
}
