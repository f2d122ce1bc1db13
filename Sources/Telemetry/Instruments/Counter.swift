import Synchronization

/// A count that only goes up.
///
/// Handles are made at start-up and kept; recording is one relaxed atomic addition, without lock or
/// allocation, from any thread. The count wraps after 2⁶⁴, which no process lives to see.
public final class Counter: Sendable {
  private let cell = Atomic<UInt64>(0)

  /// Made by a registry or a family, so that every counter is exposed.
  init() {}

  public var value: UInt64 { cell.load(ordering: .relaxed) }

  public func increment(by amount: UInt64 = 1) {
    cell.wrappingAdd(amount, ordering: .relaxed)
  }
}
