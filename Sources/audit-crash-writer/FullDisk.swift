import Audit
import Basics
import Glibc

/// Fills a file up to a limit that the kernel enforces, raises the limit, and goes on.
final class FullDisk {
  private static let bytesMax: rlim_t = 64 << 10

  private let log: AuditLog

  init(_ path: String) throws(AuditError) {
    // The limit comes as an error of the write, not as a signal.
    signal(SIGXFSZ, SIG_IGN)
    Self.setLimit(Self.bytesMax)
    log = try AuditLog(path, AuditLogOptions(retryInterval: .milliseconds(5)))
  }

  func run() throws(AuditError) {
    var last: UInt64 = 0
    while true {
      var entry = AuditEntry(timestamp: .now(), event: .decision)
      entry.detail = String(repeating: "x", count: 700)
      do throws(AuditError) { last = try log.append(entry) } catch {
        Output.write("refused \(error.code.rawValue) after \(last) durable \(log.durableThrough)\n")
        break
      }
      while log.durableThrough < last, log.failure == nil { usleep(100) }
    }
    Self.setLimit(rlim_t.max)
    while log.durableThrough < last { usleep(100) }
    Output.write("recovered \(try log.append(AuditEntry(timestamp: .now(), event: .recovery)))\n")
    try log.close()
  }

  private static func setLimit(_ bytes: rlim_t) {
    var limit = rlimit()
    unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = min(bytes, limit.rlim_max)
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
  }
}
