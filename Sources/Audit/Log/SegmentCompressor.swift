import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Compresses closed segments, on a thread that runs only when nothing else wants the processor.
final class SegmentCompressor: Sendable {
  private let paths: LogPaths
  private let isStopping = Atomic<Bool>(false)
  private let signal = DispatchSemaphore(value: 0)
  private let thread = Mutex<WriterThread?>(nil)

  init(_ paths: LogPaths) { self.paths = paths }

  /// Begins with what was closed before.
  func start() throws(AuditError) {
    let made = try WriterThread(isIdle: true) { [self] in run() }
    thread.withLock { $0 = made }
  }

  /// A segment was closed. Returns at once.
  func wake() { signal.signal() }

  /// Ends the thread; what is half done is left out. Blocks.
  func stop() {
    isStopping.store(true, ordering: .relaxed)
    signal.signal()
    thread.withLock { $0 }?.join()
  }

  private func run() {
    let compression = SegmentCompression(paths: paths) { [self] in isStopping.load(ordering: .relaxed) }
    while !isStopping.load(ordering: .relaxed) {
      // A disk that is full, or a file that cannot be read, leaves the plain segment as it is until the next is closed.
      do throws(AuditError) {
        for segment in try LogSegments(paths).segments where segment.firstSequence != nil {
          guard !segment.path.hasSuffix(SegmentCompression.suffix) else { continue }
          // A crash after the last step but one left both.
          if unsafe access(segment.path + SegmentCompression.suffix, F_OK) == 0 {
            unsafe unlink(segment.path + SegmentCompression.suffix)
          }
          try compression.compress(segment.path)
        }
      } catch {}
      signal.wait()
    }
  }
}
