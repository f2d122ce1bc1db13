import Synchronization

/// Who is told of commits, and how far they came.
final class AuditObservers: Sendable {
  private let observers = Mutex<[@Sendable (AuditProgress) -> Void]>([])
  private let durable: Atomic<UInt64>
  /// Why the writer left entries behind when it ended.
  private let leftBehind = Mutex<AuditError?>(nil)

  init(durableThrough sequence: UInt64) {
    durable = Atomic(sequence)
  }

  var durableThrough: UInt64 { durable.load(ordering: .acquiring) }

  func add(_ observer: @escaping @Sendable (AuditProgress) -> Void) {
    observers.withLock { $0.append(observer) }
  }

  func report(_ progress: AuditProgress) {
    durable.store(progress.durableThrough, ordering: .releasing)
    for observer in observers.withLock({ $0 }) { observer(progress) }
  }

  func ended(_ failure: AuditError?) {
    leftBehind.withLock { $0 = failure }
    observers.withLock { $0.removeAll() }
  }

  var failureAtEnd: AuditError? { leftBehind.withLock { $0 } }
}
