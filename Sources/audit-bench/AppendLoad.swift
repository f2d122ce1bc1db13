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
  private let commits = Counter()

  init(directory: String, entries: Int, rate: Int) throws {
    log = try AuditLog(directory + "/audit.jsonl")
    self.entries = entries
    self.rate = rate
    log.addObserver { [commits] _ in commits.value.add(1, ordering: .relaxed) }
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
    let commits = Double(commits.value.load(ordering: .relaxed))
    print("commits            \(Int(commits)), \(hundredths(count / commits)) entries each")
    print("rate               \(Int(count / seconds)) entries a second")
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

  private final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }
}
