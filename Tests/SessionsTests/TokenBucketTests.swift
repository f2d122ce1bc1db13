import Basics
import TestKit
import Testing

@testable import Sessions

@Suite("Token bucket") struct TokenBucketTests {
  let limit = RateLimit(perMinute: 60, burst: 3)

  @Test func theBurstPassesAtOnceAndTheNextIsRefused() {
    var bucket = TokenBucket()
    let verdicts = (0..<4).map { _ in bucket.take(limit, now: at(0)) }
    #expect(verdicts.map(\.isAllowed) == [true, true, true, false])
    #expect(verdicts.map(\.remaining) == [2, 1, 0, 0])
    #expect(verdicts.map(\.resetSeconds) == [1, 2, 3, 3])
    #expect(verdicts.map(\.retryAfterSeconds) == [nil, nil, nil, 1])
    #expect(verdicts.allSatisfy { $0.limit == 60 })
  }

  @Test func aRefusalTakesNothing() {
    var bucket = TokenBucket()
    for _ in 0..<100 { _ = bucket.take(limit, now: at(0)) }
    #expect(bucket.take(limit, now: at(1)).isAllowed)
    #expect(!bucket.take(limit, now: at(1)).isAllowed)
  }

  @Test func retryAfterIsWhenTheNextOnePasses() {
    let slow = RateLimit(perMinute: 2, burst: 1)
    var bucket = TokenBucket()
    #expect(bucket.take(slow, now: at(0)).isAllowed)
    let refused = bucket.take(slow, now: at(4.5))
    #expect(refused.retryAfterSeconds == 26)
    #expect(!bucket.take(slow, now: at(29.9)).isAllowed)
    #expect(bucket.take(slow, now: at(30)).isAllowed)
  }

  @Test func aClockThatGoesBackRefusesNoLongerThanTheBucketNeedsToFill() {
    var bucket = TokenBucket()
    for _ in 0..<3 { _ = bucket.take(limit, now: at(1_000_000)) }
    let refused = bucket.take(limit, now: at(0))
    #expect(!refused.isAllowed)
    #expect(refused.resetSeconds == 3)
    #expect(bucket.take(limit, now: at(1)).isAllowed)
  }

  @Test func aNewLimitTakesEffectAtOnce() {
    var bucket = TokenBucket()
    for _ in 0..<3 { _ = bucket.take(limit, now: at(0)) }
    #expect(!bucket.take(limit, now: at(0)).isAllowed)
    #expect(bucket.take(RateLimit(perMinute: 60, burst: 10), now: at(0)).isAllowed)
    #expect(!bucket.take(RateLimit(perMinute: 60, burst: 1), now: at(0)).isAllowed)
  }

  @Test func theEndsOfTimeDoNotTrap() {
    let widest = RateLimit(perMinute: 1, burst: .max)
    for now in [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max] {
      var bucket = TokenBucket()
      _ = bucket.take(widest, now: Timestamp(nanoseconds: now))
      for other in [Int64.min, 0, .max] { _ = bucket.take(widest, now: Timestamp(nanoseconds: other)) }
    }
  }

  @Test(arguments: 0..<20) func neverMoreThanBurstPlusRateInAnyWindow(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let limit = RateLimit(
      perMinute: .random(in: 1...600, using: &random), burst: .random(in: 1...20, using: &random))
    var bucket = TokenBucket()
    var clock = 0.0
    var allowed: [Double] = []
    for _ in 0..<2_000 {
      clock += Double.random(in: 0...0.5, using: &random)
      let verdict = bucket.take(limit, now: at(clock))
      if verdict.isAllowed { allowed.append(clock) }
      #expect(verdict.remaining >= 0 && verdict.remaining < limit.burst)
      #expect(verdict.isAllowed == (verdict.retryAfterSeconds == nil))
    }
    for start in stride(from: 0, to: allowed.count, by: 37) {
      for end in stride(from: start, to: allowed.count, by: 11) {
        let window = allowed[end] - allowed[start]
        let most = Double(limit.burst) + window * Double(limit.perMinute) / 60 + 0.01
        #expect(Double(end - start + 1) <= most)
      }
    }
  }
}
