import Synchronization

/// A whole number that goes up and down, such as open connections or a 0/1 state.
///
/// Recording is one relaxed atomic operation, without lock or allocation, from any thread.
public final class Gauge: Sendable {
  private let cell = Atomic<Int64>(0)

  /// Made by a registry or a family, so that every gauge is exposed.
  init() {}

  public var value: Int64 { cell.load(ordering: .relaxed) }

  public func set(_ value: Int64) {
    cell.store(value, ordering: .relaxed)
  }

  public func set(_ state: Bool) {
    set(state ? 1 : 0)
  }

  public func increment(by amount: Int64 = 1) {
    cell.wrappingAdd(amount, ordering: .relaxed)
  }

  public func decrement(by amount: Int64 = 1) {
    cell.wrappingSubtract(amount, ordering: .relaxed)
  }
}
