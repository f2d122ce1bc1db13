import Basics
import DequeModule
import Glibc
import NIOPosix
import Settings
import Synchronization
import Telemetry

/// Writes decisions behind the calls that they are about, on a thread of its own.
///
/// The audit log is the proof; this is for tools that read OPA's format. So it never holds a call up: what the disk does
/// not take in time is dropped and counted. A file is opened for each batch, so that it may be moved away at any time.
final class DecisionLog: Sendable {
  private struct Line {
    let bytes: [UInt8]
    let file: String?
    let isForConsole: Bool
  }

  private struct State {
    var lines = Deque<Line>()
    var isWriting = false
  }

  private let state = Mutex(State())
  private let thread = NIOThreadPool(numberOfThreads: 1)
  private let metrics: GatewayMetrics
  private let isStarted = Atomic<Bool>(false)

  init(metrics: GatewayMetrics) { self.metrics = metrics }

  /// Takes one line without its end.
  func append(_ bytes: [UInt8], _ settings: DecisionLogSettings) {
    let line = Line(bytes: bytes, file: settings.file, isForConsole: settings.console)
    let mustStart = state.withLock { state -> Bool? in
      guard state.lines.count < settings.queueMax else { return nil }
      state.lines.append(line)
      defer { state.isWriting = true }
      return !state.isWriting
    }
    guard let mustStart else { return metrics.decisionsDropped.increment() }
    guard mustStart else { return }
    if !isStarted.exchange(true, ordering: .acquiringAndReleasing) { thread.start() }
    thread.submit { [self] _ in write() }
  }

  /// Waits until everything taken so far is written, and ends the thread.
  func close() async {
    guard isStarted.load(ordering: .acquiring) else { return }
    try? await thread.runIfActive {}
    try? await thread.shutdownGracefully()
  }

  /// Writes until nothing waits.
  private func write() {
    while true {
      let batch = state.withLock { state -> Deque<Line> in
        defer { state.lines = [] }
        if state.lines.isEmpty { state.isWriting = false }
        return state.lines
      }
      guard !batch.isEmpty else { return }
      var files: [String: [UInt8]] = [:]
      for line in batch {
        if let file = line.file { files[file, default: []] += line.bytes + [0x0A] }
        if line.isForConsole { count(Self.put(line.bytes + [0x0A], STDOUT_FILENO), lines: 1) }
      }
      for (path, bytes) in files { count(Self.append(bytes, to: path), lines: batch.count { $0.file == path }) }
    }
  }

  private func count(_ isWritten: Bool, lines: Int) {
    let counter = isWritten ? metrics.decisionsLogged : metrics.decisionsDropped
    counter.increment(by: UInt64(clamping: lines))
  }

  private static func append(_ bytes: [UInt8], to path: String) -> Bool {
    // SAFETY: the path is a C string that lives as long as the call.
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return false }
    defer { Glibc.close(file) }
    return put(bytes, file)
  }

  private static func put(_ bytes: [UInt8], _ file: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      // SAFETY: the pointer is used within the closure, with the length of the bytes behind it.
      let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
