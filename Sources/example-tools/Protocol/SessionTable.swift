import Basics
import Synchronization

/// The sessions that `initialize` opened and nobody closed yet.
final class SessionTable: Sendable {
  /// LIMIT: open sessions; the oldest gives way.
  static let sessionsMax = 10_000

  private let state = Mutex<(known: Set<String>, order: [String])>(([], []))

  /// Opens a session: 32 hexadecimal digits from the system's random source.
  func open() -> String {
    var random = SystemRandomNumberGenerator()
    let id = Hex.encode((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    state.withLock { state in
      state.known.insert(id)
      state.order.append(id)
      if state.order.count > Self.sessionsMax {
        state.known.remove(state.order.removeFirst())
      }
    }
    return id
  }

  func contains(_ id: String) -> Bool {
    state.withLock { $0.known.contains(id) }
  }

  /// Closes a session; whether it was open.
  func close(_ id: String) -> Bool {
    state.withLock { state in
      state.order.removeAll { $0 == id }
      return state.known.remove(id) != nil
    }
  }
}
