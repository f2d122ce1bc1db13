import Audit
import Basics
import Glibc

/// Writes a log of a size.
struct LogGeneration {
  private static let entriesAhead: UInt64 = 8_192
  let directory: String
  let entries: Int

  func run() throws {
    let log = try AuditLog(directory + "/audit.jsonl", AuditLogOptions(durability: .buffered))
    let started = MonotonicTime.now()
    var calls = CallStream(from: Timestamp.now().nanoseconds - Int64(entries) * 3_000_000)
    for number in 0..<entries {
      while log.openedAfter + UInt64(number) > log.durableThrough + Self.entriesAhead { usleep(50) }
      _ = try log.append(calls.entry(number))
    }
    try log.close()
    print("\(entries) entries, \(Int(Double(entries) * 1e9 / Double(MonotonicTime.now() - started))) a second")
  }
}
