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
    /// Entries of `filling` that somebody waits for.
    var awaited = 0
    /// The sequence of the next entry.
    var next: UInt64
    /// Entries and bytes that the writer has taken and not yet committed.
    var taken = (entries: 0, bytes: 0, since: UInt64(0))
    var isWriterWaiting = false
  }

  private let state: Mutex<State>
  private let signal = DispatchSemaphore(value: 0)
  /// Nanoseconds that an entry that nobody waits for may wait for others.
  private let unawaitedDelay: UInt64

  /// - Parameter sequence: The last one that the log holds.
  init(after sequence: UInt64, unawaitedDelay: Duration = AuditLimits.unawaitedDelayMax) {
    state = Mutex(State(next: sequence &+ 1))
    self.unawaitedDelay = UInt64(clamping: unawaitedDelay.nanosecondsSaturating)
  }

  /// Gives an entry its sequence, without waiting for the disk: the lock is held for one copy of the line, and only
  /// the first entry of a commit that somebody waits for wakes the writer.
  func append(_ draft: borrowing LineDraft, isAwaited: Bool) throws(AuditError) -> UInt64 {
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
      return (sequence, isAwaited && Self.await(&state))
    }
    if wake { signal.signal() }
    return sequence
  }

  /// Somebody now waits for what was appended.
  func hasten() {
    let wake = state.withLock { !$0.filling.isEmpty && Self.await(&$0) }
    if wake { signal.signal() }
  }

  /// Counts an awaited entry; says whether the writer is to be woken.
  private static func await(_ state: inout State) -> Bool {
    state.awaited += 1
    defer { state.isWriterWaiting = false }
    return state.isWriterWaiting
  }

  /// Takes everything that waits in exchange for `batch`, which is empty; blocks until there is something that somebody
  /// waits for or that has waited for long enough, the queue is closed, or `timeout` has passed.
  func take(_ batch: inout PendingEntries, timeout: Duration?) -> Wake {
    let start = MonotonicTime.now()
    let most = UInt64(clamping: timeout?.nanosecondsSaturating ?? .max)
    while true {
      if let wake = takeNow(&batch) { return wake }
      let passed = MonotonicTime.now() &- start
      guard passed < most else { return .timeout }
      // Entries that nobody waits for wake nobody, so the writer looks for them itself.
      let pause = min(most - passed, max(unawaitedDelay, 1_000_000))
      _ = signal.wait(timeout: .now() + .nanoseconds(Int(clamping: pause)))
    }
  }

  /// What there is to take without waiting; nil if nothing, and the next awaited append will signal.
  private func takeNow(_ batch: inout PendingEntries) -> Wake? {
    state.withLock { state in
      var isClosed = false
      if case .closed = state.phase { isClosed = true }
      if !state.filling.isEmpty, isClosed || state.awaited > 0 || isOverdue(state.filling) {
        state.isWriterWaiting = false
        state.awaited = 0
        swap(&batch, &state.filling)
        state.taken = (batch.count, batch.bytes.count, batch.since)
        return .entries
      }
      if isClosed { return .closed }
      state.isWriterWaiting = true
      return nil
    }
  }

  private func isOverdue(_ entries: PendingEntries) -> Bool {
    MonotonicTime.now() &- entries.since >= unawaitedDelay
  }

  /// Entries to be taken that somebody waits for.
  var gathered: Int { state.withLock { $0.awaited } }

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
