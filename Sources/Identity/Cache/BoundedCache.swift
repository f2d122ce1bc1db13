import Synchronization

/// A table that keeps what was used lately, and never more than its capacity.
///
/// Two generations instead of a list in order of use: new and used entries live in the young one; when that
/// is half the capacity, it becomes the old one, and the old one's rest is forgotten. So an entry that is
/// used stays, a flood of entries used once goes, and every operation is O(1).
final class BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Generations {
    var young: [Key: Value] = [:]
    var old: [Key: Value] = [:]
  }

  private let generations = Mutex(Generations())
  private let youngMax: Int

  /// - Parameter capacity: Entries at most; with fewer than 2, nothing is kept.
  init(capacity: Int) {
    youngMax = capacity / 2
  }

  func value(for key: Key) -> Value? {
    generations.withLock { generations in
      if let value = generations.young[key] { return value }
      guard let value = generations.old[key] else { return nil }
      keep(value, for: key, in: &generations)
      return value
    }
  }

  func insert(_ value: Value, for key: Key) {
    generations.withLock { keep(value, for: key, in: &$0) }
  }

  func remove(_ key: Key) {
    generations.withLock { generations in
      generations.young[key] = nil
      generations.old[key] = nil
    }
  }

  /// How many entries there are; an entry that was used again may count twice.
  var count: Int { generations.withLock { $0.young.count + $0.old.count } }

  /// Every entry, in no order.
  var values: [Key: Value] {
    generations.withLock { $0.old.merging($0.young) { _, young in young } }
  }

  private func keep(_ value: Value, for key: Key, in generations: inout Generations) {
    guard youngMax > 0 else { return }
    if generations.young.count >= youngMax, generations.young[key] == nil {
      generations.old = generations.young
      generations.young = [:]
    }
    generations.young[key] = value
  }
}
