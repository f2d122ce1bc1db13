import Glibc
import Synchronization

@testable import Audit

/// A disk that fails when it is told to: the log's two system calls, with faults in them.
final class FaultyDisk: Sendable {
  struct Faults {
    /// Bytes that may still be written before `writeError` comes; nil for no bound.
    var bytesLeft: Int?
    var writeError = ENOSPC
    /// The error of every `fdatasync`; nil for none.
    var syncError: Int32?
    var attempts = 0
  }

  private let faults = Mutex(Faults())

  func set(_ change: @Sendable (inout Faults) -> Void) { faults.withLock { change(&$0) } }

  /// Commits that were tried, well or not.
  var attempts: Int { faults.withLock { $0.attempts } }

  func options() -> AuditLogOptions {
    var options = AuditLogOptions(retryInterval: .milliseconds(3))
    options.calls = SystemCalls(
      write: { [self] descriptor, bytes in
        let room = faults.withLock { faults in
          faults.attempts += 1
          let room = min(bytes.count, faults.bytesLeft ?? bytes.count)
          if let left = faults.bytesLeft { faults.bytesLeft = left - room }
          if room == 0 { errno = faults.writeError }
          return room
        }
        // As a full disk does: first a part of the bytes, then the error.
        return room == 0
          ? -1 : SystemCalls.system.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<room]))
      },
      synchronize: { [self] descriptor in
        if let error = faults.withLock({ $0.syncError }) {
          errno = error
          return -1
        }
        return SystemCalls.system.synchronize(descriptor)
      })
    return options
  }
}
