import Basics
import Dispatch
import Synchronization

/// What the sink's thread waits for: entries that became durable, or the end.
final class SinkWake: Sendable {
  private struct State {
    var durable: UInt64
    var isStopping = false
    var isWaiting = false
  }

  private let state: Mutex<State>
  private let signal = DispatchSemaphore(value: 0)

  init(durable: UInt64) { state = Mutex(State(durable: durable)) }

  var durable: UInt64 { state.withLock { $0.durable } }
  var isStopping: Bool { state.withLock { $0.isStopping } }

  /// Returns at once: the log's writer calls it.
  func advance(through sequence: UInt64) { wake { $0.durable = max($0.durable, sequence) } }

  func stop() { wake { $0.isStopping = true } }

  private func wake(_ change: (inout State) -> Void) {
    let wasWaiting = state.withLock { state in
      change(&state)
      defer { state.isWaiting = false }
      return state.isWaiting
    }
    if wasWaiting { signal.signal() }
  }

  /// Waits until something becomes durable beyond `sequence`, the end, or the time has passed.
  func wait(beyond sequence: UInt64, for time: Duration) {
    let mustWait = state.withLock { state in
      guard !state.isStopping, state.durable <= sequence else { return false }
      state.isWaiting = true
      return true
    }
    if mustWait { _ = signal.wait(timeout: .now() + .nanoseconds(Int(clamping: time.nanosecondsSaturating))) }
  }

  /// Waits for the time or the end, whatever becomes durable meanwhile.
  func pause(_ time: Duration) {
    let end = MonotonicTime.now() &+ UInt64(clamping: max(0, time.nanosecondsSaturating))
    while !isStopping, case let now = MonotonicTime.now(), now < end {
      wait(beyond: .max, for: .nanoseconds(Int64(clamping: end - now)))
    }
  }
}
