import Audit
import Basics
import Glibc
import Synchronization

/// Appends entries like those of calls, from one thread, at a rate.
final class AppendLoad {
  private static let entriesAhead: UInt64 = 512
  private let log: AuditLog
  private let entries: Int
  private let rate: Int
  private let batches = Batches()
  private let directory: String

  init(directory: String, entries: Int, rate: Int) throws {
    // As the gateway keeps it.
    var options = AuditLogOptions()
    options.signing = AuditSigning()
    log = try AuditLog(directory + "/audit.jsonl", options)
    self.entries = entries
    self.directory = directory
    self.rate = rate
    log.addObserver { [batches] progress in batches.entries.withLock { $0.append(progress.entries) } }
  }

  func run() throws {
    let started = MonotonicTime.now()
    let (own, all) = (ProcessorTime.ofThread(), ProcessorTime.ofProcess())
    var made: Double = 0
    let sample = CallSample()
    for number in 0..<entries {
      wait(for: number, since: started)
      let entry = sample.entry(number)
      made += entry.riskScore
      _ = try log.append(entry)
    }
    let appender = ProcessorTime.ofThread() - own
    try log.close()
    let total = ProcessorTime.ofProcess() - all
    let seconds = Double(MonotonicTime.now() - started) / 1e9
    let count = Double(entries)
    print("appending thread   \(hundredths(appender / count)) µs an entry")
    print("all other threads  \(hundredths((total - appender) / count)) µs an entry")
    let batches = batches.entries.withLock { $0 }
    print("commits            \(batches.count), \(hundredths(count / Double(batches.count))) entries each")
    print("rate               \(Int(count / seconds)) entries a second")
    guard rate == 0 else { return }
    let lineBytes = try Self.bytes(of: log.paths.active) / entries
    let bare = try BareLoop(path: directory + "/bare", batches: batches.map { $0 * lineBytes }).run()
    print("bare loop          \(Int(count / bare)) entries a second in the same batches")
    print("log / bare loop    \(hundredths(bare / seconds))")
  }

  private func wait(for number: Int, since started: UInt64) {
    if rate > 0 {
      let due = started + UInt64(number) * 1_000_000_000 / UInt64(rate)
      while case let now = MonotonicTime.now(), now < due { usleep(UInt32((due - now) / 1_000)) }
    } else {
      while log.openedAfter + UInt64(number) > log.durableThrough + Self.entriesAhead { usleep(50) }
    }
  }

  private func hundredths(_ number: Double) -> Double { (number * 100).rounded() / 100 }

  private static func bytes(of path: String) throws -> Int {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw FileError("look at", path) }
    return Int(status.st_size)
  }

  /// Entries of every commit.
  private final class Batches: Sendable {
    let entries = Mutex<[Int]>([])
  }
}
