import Basics
import TestKit
import Testing

@testable import Sessions

@Suite("Risk score") struct RiskScoreTests {
  @Test func itFallsOnePointEveryThirtySeconds() {
    let score = RiskScore(10, startingAt: at(0))
    #expect(score.value(at: at(29.9)) == 10)
    #expect(score.value(at: at(30)) == 9)
    #expect(score.value(at: at(300)) == 0)
    #expect(score.value(at: at(1_000_000)) == 0)
  }

  @Test func frequentSmallAdditionsDoNotStopTheDecay() {
    var score = RiskScore(100, startingAt: at(0))
    for second in 1...3_000 { score.add(0, now: at(Double(second))) }
    #expect(score.value(at: at(3_000)) == 0)
  }

  @Test func aClockThatGoesBackTakesNothingAway() {
    var score = RiskScore(10, startingAt: at(100))
    #expect(score.value(at: at(0)) == 10)
    score.add(5, now: at(0))
    #expect(score.value(at: at(100)) == 15)
  }

  @Test func aCeilingHoldsBackButNeverLowers() {
    var score = RiskScore(60, startingAt: at(0))
    score.add(10, ceiling: 40, now: at(0))
    #expect(score.value(at: at(0)) == 60)
    score.add(.max, now: at(0))
    #expect(score.value(at: at(0)) == 100)
  }

  @Test func bandsBeginWhereTheTableSays() {
    #expect(
      [0, 49, 50, 79, 80, 100].map(RiskBand.init(score:)) == [
        .normal, .normal, .elevated, .elevated, .high, .high,
      ])
  }
}
