public import Audit
import Dispatch
import Synchronization

/// Keeps the index of a log up to date while the log is written, on a thread that runs only when nothing else wants the
/// processor. While much is recorded it waits, within ``lagMax``, and catches up afterwards; nothing waits for it.
public final class AuditIndexer: Sendable {
  /// Between two looks at the log.
  private static let interval = DispatchTimeInterval.seconds(1)
  /// More entries than this between two looks are a burst: the processor is for the calls that make them.
  private static let burstEntries: UInt64 = 2_000
  /// Entries by which the index may be behind in a burst, so that a search is quick to make up for it.
  public static let lagMax: Int64 = 1_000_000
  /// After an index that cannot be written.
  private static let retryInterval = DispatchTimeInterval.seconds(60)
  /// Entries of one transaction: few, because a search may wait for the end of it, and this thread gets little time.
  private static let batchEntries = 1_000
  /// Memory for pages. 8 MiB.
  private static let cacheBytes = 8 << 20

  private let log: AuditLog
  private let indexed: Atomic<UInt64>
  private let isStopping = Atomic<Bool>(false)
  private let signal = DispatchSemaphore(value: 0)
  private let thread = Mutex<WriterThread?>(nil)

  /// Nothing is indexed before ``start()``.
  public init(of log: AuditLog) {
    self.log = log
    indexed = Atomic(0)
  }

  /// Durable entries that are not in the index.
  public var lag: Int64 {
    let (durable, indexed) = (log.durableThrough, indexed.load(ordering: .relaxed))
    return durable > indexed ? Int64(clamping: durable - indexed) : 0
  }

  /// Without a thread there is no indexing: searches then do it themselves.
  public func start() {
    thread.withLock { $0 = try? WriterThread(isIdle: true) { [self] in run() } }
  }

  /// Ends the thread after what it is adding. Blocks.
  public func stop() {
    isStopping.store(true, ordering: .relaxed)
    signal.signal()
    thread.withLock { $0 }?.join()
  }

  private func run() {
    var index: AuditIndex?
    var seen = log.durableThrough
    while !isStopping.load(ordering: .relaxed) {
      do throws(IndexError) {
        if index == nil { index = try AuditIndex(log.paths.active, cacheBytes: Self.cacheBytes) }
        let isBurst = log.durableThrough &- seen > Self.burstEntries && lag < Self.lagMax
        seen = log.durableThrough
        if let index, lag > 0, !isBurst {
          let last = try index.update(through: log.durableThrough, batch: Self.batchEntries) { last in
            indexed.store(last, ordering: .relaxed)
            return !isStopping.load(ordering: .relaxed)
          }
          indexed.store(last, ordering: .relaxed)
        }
        _ = signal.wait(timeout: .now() + Self.interval)
      } catch {
        index = nil
        _ = signal.wait(timeout: .now() + Self.retryInterval)
      }
    }
  }
}
