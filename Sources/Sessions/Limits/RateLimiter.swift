public import Basics

/// One token bucket a caller, for any number of callers in bounded memory.
///
/// Buckets that are full again are forgotten when room is needed, which changes no verdict. If every known
/// bucket is in use, callers beyond the bound share one bucket per shard: they are limited together rather
/// than not at all, and nobody's own bucket is taken away.
public final class RateLimiter: Sendable {
  private let shards: Shards<[String: TokenBucket]>
  private let keysPerShardMax: Int

  /// - Parameter keysMax: Callers with a bucket of their own, over all shards.
  public init(keysMax: Int = RateLimiter.keysMaxDefault) {
    shards = Shards(count: Self.shardCount) { [:] }
    keysPerShardMax = max(1, keysMax / Self.shardCount)
  }

  public static let keysMaxDefault = 100_000
  static let shardCount = 16

  /// The key that callers past the bound share. No principal has an empty name.
  private static let sharedKey = ""

  /// Takes one token of `key`'s bucket under `limit`.
  ///
  /// - Complexity: O(1); O(keys of one shard) when a shard is full and a new caller arrives.
  public func take(_ key: String, limit: RateLimit, now: Timestamp) -> RateLimitVerdict {
    shards.withShard(of: key) { buckets in
      var name = key
      if buckets[key] == nil, buckets.count >= keysPerShardMax {
        buckets = buckets.filter { !$0.value.isFull(at: now) }
        if buckets.count >= keysPerShardMax { name = Self.sharedKey }
      }
      return buckets[name, default: TokenBucket()].take(limit, now: now)
    }
  }

  /// Every caller whose bucket is not full, by name; those whose bucket is full have all of their burst.
  public func statuses(limit: RateLimit, now: Timestamp) -> [RateLimitStatus] {
    statuses(now: now) { _ in limit }
  }

  /// The same where not every key has the same limit.
  public func statuses(now: Timestamp, limit: (String) -> RateLimit) -> [RateLimitStatus] {
    var all: [RateLimitStatus] = []
    shards.forEach { buckets in
      for (key, bucket) in buckets where !bucket.isFull(at: now) {
        all.append(bucket.status(of: key, limit(key), now: now))
      }
    }
    return all.sorted { $0.key < $1.key }
  }

  /// Forgets every full bucket. Called now and then so that idle callers cost no memory.
  public func sweep(now: Timestamp) {
    shards.forEach { buckets in buckets = buckets.filter { !$0.value.isFull(at: now) } }
  }

  /// The number of callers remembered.
  public var count: Int {
    var total = 0
    shards.forEach { total += $0.count }
    return total
  }
}
