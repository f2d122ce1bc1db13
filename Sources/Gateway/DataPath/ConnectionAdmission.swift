import Synchronization

/// Counts open connections over all event loops; one that is too many is closed at once.
final class ConnectionAdmission: Sendable {
  private let max: Int
  private let open = Atomic<Int>(0)

  init(max: Int) { self.max = max }

  /// Takes a place, if there is one; it must be given back.
  func enter() -> Bool {
    if open.add(1, ordering: .relaxed).newValue <= max { return true }
    leave()
    return false
  }

  func leave() { open.subtract(1, ordering: .relaxed) }
}
