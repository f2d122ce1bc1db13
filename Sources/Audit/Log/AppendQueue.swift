import Basics
import Dispatch
import Synchronization

/// What stands between those who append and the thread that writes.
///
/// Two buffers take turns: one fills while the other is written. States: `open` → `failing` → `open` (as
/// often as the disk makes it), and from either to `closed`, which is final.
final class AppendQueue: Sendable {
  enum Phase: Sendable {
    case open
    /// A commit failed and is being retried; appends are refused.
    case failing(AuditError)
    /// No append is taken; what waits is still written.
    case closed
  }

  enum Wake: Sendable {
    case entries, timeout, closed
  }

  private struct State {
    var phase = Phase.open
    var filling = PendingEntries()
    /// The sequence of the next entry.
    var next: UInt64
    /// Entries and bytes that the writer has taken and not yet committed.
    var taken = (entries: 0, bytes: 0, since: UInt64(0))
    var isWriterWaiting = false
  }

  private let state: Mutex<State>
  private let signal = DispatchSemaphore(value: 0)

  /// - Parameter sequence: The last one that the log holds.
  init(after sequence: UInt64) {
    state = Mutex(State(next: sequence &+ 1))
  }

  /// Gives an entry its sequence, without waiting for the disk: the lock is held for one copy of the line, and only
  /// the first entry of a commit wakes the writer.
  func append(_ draft: borrowing LineDraft) throws(AuditError) -> UInt64 {
    let (sequence, wake) = try state.withLock { state throws(AuditError) -> (UInt64, Bool) in
      switch state.phase {
      case .open: break
      case .failing(let cause): throw .failing(cause)
      case .closed: throw .closed()
      }
      guard state.filling.count + state.taken.entries < AuditLimits.pendingEntriesMax,
        state.filling.bytes.count + state.taken.bytes + draft.bytesMax <= AuditLimits.pendingBytesMax
      else { throw .queueFull() }
      let sequence = state.next
      state.next &+= 1
      state.filling.append(draft, sequence: sequence, now: MonotonicTime.now())
      let wake = state.isWriterWaiting
      state.isWriterWaiting = false
      return (sequence, wake)
    }
    if wake { signal.signal() }
    return sequence
  }

  /// Takes everything that waits in exchange for `batch`, which is empty; blocks until there is something, the queue
  /// is closed, or `timeout` has passed.
  func take(_ batch: inout PendingEntries, timeout: Duration?) -> Wake {
    let deadline = timeout.map { DispatchTime.now() + .nanoseconds(Int(clamping: $0.nanosecondsSaturating)) }
    while true {
      if let wake = takeNow(&batch) { return wake }
      if signal.wait(timeout: deadline ?? .distantFuture) == .timedOut {
        return takeNow(&batch) ?? .timeout
      }
    }
  }

  /// What there is without waiting; nil if nothing, and the next append will signal.
  private func takeNow(_ batch: inout PendingEntries) -> Wake? {
    state.withLock { state in
      if !state.filling.isEmpty {
        state.isWriterWaiting = false
        swap(&batch, &state.filling)
        state.taken = (batch.count, batch.bytes.count, batch.since)
        return .entries
      }
      if case .closed = state.phase { return .closed }
      state.isWriterWaiting = true
      return nil
    }
  }

  /// Entries that wait to be taken.
  var gathered: Int { state.withLock { $0.filling.count } }

  /// Says that everything that was taken is durable.
  func committed() {
    state.withLock { state in
      state.taken = (0, 0, 0)
      if case .failing = state.phase { state.phase = .open }
    }
  }

  /// Refuses appends until the next commit; returns the last sequence that was given.
  func fail(_ error: AuditError) -> UInt64 {
    state.withLock { state in
      if case .open = state.phase { state.phase = .failing(error) }
      return state.next &- 1
    }
  }

  /// Refuses appends for good, and lets the writer finish.
  func close() {
    state.withLock { $0.phase = .closed }
    signal.signal()
  }

  var isClosed: Bool {
    state.withLock { if case .closed = $0.phase { true } else { false } }
  }

  /// Waits until closed, or until the time has passed: the pause between two attempts of a failing log.
  func waitForClose(_ pause: Duration) {
    guard !isClosed else { return }
    _ = signal.wait(timeout: .now() + .nanoseconds(Int(clamping: pause.nanosecondsSaturating)))
  }

  var failure: AuditError? {
    state.withLock { if case .failing(let error) = $0.phase { error } else { nil } }
  }

  /// How many entries wait, and since when in monotonic nanoseconds (0 for none).
  var waiting: (entries: Int, since: UInt64) {
    state.withLock { state in
      let since =
        state.taken.entries > 0 ? state.taken.since : state.filling.isEmpty ? 0 : state.filling.since
      return (state.taken.entries + state.filling.count, since)
    }
  }
}
