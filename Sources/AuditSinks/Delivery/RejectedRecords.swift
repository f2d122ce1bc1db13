import Audit
import Basics

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The records of a sink that the other end refused for good, with its reasons: a file beside the cursor. They are in
/// the log, so their sequences are enough.
struct RejectedRecords {
  let path: String

  init(_ log: LogPaths, _ name: String) { path = "\(log.sinks)/\(name).rejected.jsonl" }

  /// Adds records, durably.
  func append(_ rejected: [(record: SinkRecord, reason: String)]) throws(SinkFailure) {
    var writer = JSONWriter(capacity: rejected.count * 128)
    for (record, reason) in rejected {
      writer.beginObject()
      writer.key("sequence")
      writer.raw(String(record.sequence).utf8)
      writer.key("reason")
      writer.string(String(reason.prefix(SinkLimits.reasonMax)))
      writer.endObject()
      writer.bytes.append(0x0a)
    }
    // SAFETY: the path is a C string that lives as long as the call, and the bytes are the array's own.
    let file = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw SinkFailure("\(FileError("open", path))") }
    defer { close(file) }
    let count = unsafe writer.bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
    guard count == writer.bytes.count, fsync(file) == 0 else { throw SinkFailure("\(FileError("write", path))") }
  }
}
