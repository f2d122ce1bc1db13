import Basics
import TestKit
import Testing

@testable import Sessions

@Suite("Rate limiter") struct RateLimiterTests {
  let limit = RateLimit(perMinute: 60, burst: 2)

  @Test func eachCallerHasABucketOfItsOwn() {
    let limiter = RateLimiter()
    for _ in 0..<2 { #expect(limiter.take("a", limit: limit, now: at(0)).isAllowed) }
    #expect(!limiter.take("a", limit: limit, now: at(0)).isAllowed)
    #expect(limiter.take("b", limit: limit, now: at(0)).isAllowed)
  }

  @Test func callersPastTheBoundAreLimitedTogetherAndNobodyLosesABucket() {
    let limiter = RateLimiter(keysMax: RateLimiter.shardCount)
    var allowed = 0
    for caller in 0..<10_000 where limiter.take("caller \(caller)", limit: limit, now: at(0)).isAllowed {
      allowed += 1
    }
    // One own bucket and one shared bucket a shard.
    #expect(limiter.count == 2 * RateLimiter.shardCount)
    #expect(allowed == RateLimiter.shardCount * (1 + limit.burst))
  }

  @Test func callersThatUsedSomethingAreShown() {
    let limiter = RateLimiter()
    for _ in 0..<3 { _ = limiter.take("b", limit: limit, now: at(0)) }
    _ = limiter.take("a", limit: limit, now: at(0))
    #expect(
      limiter.statuses(limit: limit, now: at(0.5)) == [
        RateLimitStatus(key: "a", limit: 60, remaining: 1, resetSeconds: 1),
        RateLimitStatus(key: "b", limit: 60, remaining: 0, resetSeconds: 2),
      ])
    #expect(limiter.statuses(limit: limit, now: at(2)).isEmpty)
  }

  @Test func fullBucketsMakeRoom() {
    let limiter = RateLimiter(keysMax: RateLimiter.shardCount)
    for caller in 0..<1_000 { _ = limiter.take("caller \(caller)", limit: limit, now: at(0)) }
    #expect(limiter.take("newcomer", limit: limit, now: at(60)).remaining == 1)
    limiter.sweep(now: at(120))
    #expect(limiter.count == 0)
  }
}
