import Synchronization

/// State that is split over a fixed number of locks, so that callers of different keys rarely wait for each
/// other.
///
/// A key always maps to the same shard while the program runs; the mapping differs between runs, so that
/// nobody outside can choose keys that share one lock.
final class Shards<State: Sendable>: Sendable {
  private let shards: [Shard<State>]

  /// - Parameter count: Number of locks, at least one.
  init(count: Int, _ initial: () -> State) {
    shards = (0..<max(1, count)).map { _ in Shard(initial()) }
  }

  /// Runs `body` with the state of the shard that holds `key`, under its lock. `body` must be short.
  func withShard<Result: Sendable>(of key: String, _ body: (inout State) -> Result) -> Result {
    var hasher = Hasher()
    hasher.combine(key)
    let index = Int(UInt(bitPattern: hasher.finalize()) % UInt(shards.count))
    return shards[index].withState(body)
  }

  /// Runs `body` with each shard's state in turn, one lock at a time.
  func forEach(_ body: (inout State) -> Void) {
    for shard in shards { shard.withState(body) }
  }
}

/// One lock and what it protects.
private final class Shard<State: Sendable>: Sendable {
  private let state: Mutex<State>

  init(_ initial: State) { state = Mutex(initial) }

  func withState<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
    state.withLock { body(&$0) }
  }
}
