import Audit
import Basics
import Dispatch
import Glibc
import Synchronization

/// Appends from many threads until the process is killed.
final class Load: Sendable {
  private static let threads = 8
  private static let ahead = 64

  private let log: AuditLog
  private let waiting = Mutex<[UInt64: String]>([:])
  private let room = DispatchSemaphore(value: ahead)

  init(_ log: AuditLog) {
    self.log = log
  }

  func run() {
    log.addObserver { [self] progress in printDurable(progress) }
    for thread in 0..<Self.threads {
      Thread.detach { [self] in
        for step in 0... { append("\(getpid())-\(thread)-\(step)") }
      }
    }
    while true { pause() }
  }

  private func append(_ token: String) {
    room.wait()
    var entry = AuditEntry(timestamp: .now(), event: .decision)
    entry.detail = token
    // The lock spans the append, so that the observer finds what it is told of.
    waiting.withLock { waiting in
      if let sequence = try? log.append(entry) { waiting[sequence] = token }
    }
  }

  private func printDurable(_ progress: AuditProgress) {
    let lines = waiting.withLock { waiting in
      waiting.keys.filter { $0 <= progress.durableThrough }.sorted().map { sequence in
        "\(sequence) \(waiting.removeValue(forKey: sequence) ?? "")\n"
      }
    }
    Output.write(lines.joined())
    for _ in lines { room.signal() }
  }
}
