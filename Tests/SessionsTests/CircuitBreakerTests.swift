import Basics
import TestKit
import Testing

@testable import Sessions

@Suite("Circuit breaker") struct CircuitBreakerTests {
  let settings = BreakerSettings(
    failuresToOpen: 3, openFor: .seconds(30), probesMax: 1, successesToClose: 2, probeLease: .seconds(60))

  private func ticket(_ breaker: inout CircuitBreaker, _ seconds: Double) throws -> BreakerTicket {
    guard case .proceed(let ticket) = breaker.admit(now: at(seconds)) else { throw Refused() }
    return ticket
  }

  private struct Refused: Error {}

  private func opened() throws -> CircuitBreaker {
    var breaker = CircuitBreaker(settings: settings)
    for _ in 0..<3 { _ = breaker.report(.failed, of: try ticket(&breaker, 0), now: at(0)) }
    return breaker
  }

  @Test func failuresInARowOpenIt() throws {
    var breaker = CircuitBreaker(settings: settings)
    var changes: [BreakerState?] = []
    for _ in 0..<3 { changes.append(breaker.report(.failed, of: try ticket(&breaker, 0), now: at(0))) }
    #expect(changes == [nil, nil, .open])
    #expect(breaker.admit(now: at(10.5)) == .refuse(retryAfterSeconds: 20))
    #expect(breaker.state(at: at(29)) == .open)
    #expect(breaker.state(at: at(30)) == .halfOpen)
  }

  @Test func aSuccessBetweenStartsTheCountAnew() throws {
    var breaker = CircuitBreaker(settings: settings)
    for outcome in [BreakerOutcome.failed, .failed, .succeeded, .failed, .abandoned, .failed] {
      #expect(breaker.report(outcome, of: try ticket(&breaker, 0), now: at(0)) == nil)
    }
    #expect(breaker.state(at: at(0)) == .closed)
  }

  @Test func halfOpenLetsOneProbeThroughAtATime() throws {
    var breaker = try opened()
    let first = try ticket(&breaker, 30)
    #expect(first.isProbe)
    #expect(breaker.admit(now: at(30)) == .refuse(retryAfterSeconds: 1))
    #expect(breaker.report(.succeeded, of: first, now: at(31)) == nil)
    let second = try ticket(&breaker, 31)
    #expect(breaker.report(.succeeded, of: second, now: at(32)) == .closed)
    #expect(breaker.state(at: at(32)) == .closed)
  }

  @Test func aFailedProbeOpensItAgain() throws {
    var breaker = try opened()
    let probe = try ticket(&breaker, 30)
    #expect(breaker.report(.failed, of: probe, now: at(31)) == .open)
    #expect(breaker.admit(now: at(31)) == .refuse(retryAfterSeconds: 30))
    #expect(try ticket(&breaker, 61).isProbe)
  }

  @Test func anAbandonedProbeGivesItsPlaceBack() throws {
    var breaker = try opened()
    let probe = try ticket(&breaker, 30)
    #expect(breaker.report(.abandoned, of: probe, now: at(30)) == nil)
    #expect(try ticket(&breaker, 30).isProbe)
  }

  @Test func answersOfAnEarlierPeriodAreNotCounted() throws {
    var breaker = CircuitBreaker(settings: settings)
    let late = try ticket(&breaker, 0)
    for _ in 0..<3 { _ = breaker.report(.failed, of: try ticket(&breaker, 0), now: at(0)) }
    _ = try ticket(&breaker, 30)
    #expect(breaker.report(.failed, of: late, now: at(30)) == nil)
    #expect(breaker.state(at: at(30)) == .halfOpen)
  }

  @Test func aProbeThatNeverReportsDoesNotBlockForEver() throws {
    var breaker = try opened()
    _ = try ticket(&breaker, 30)
    #expect(breaker.admit(now: at(89)) == .refuse(retryAfterSeconds: 1))
    #expect(breaker.admit(now: at(90)) == .refuse(retryAfterSeconds: 30))
    #expect(try ticket(&breaker, 120).isProbe)
  }

  @Test(arguments: 0..<20) func anySequenceKeepsTheProbesWithinTheirBound(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let settings = BreakerSettings(
      failuresToOpen: .random(in: 1...4, using: &random), openFor: .seconds(5),
      probesMax: .random(in: 1...3, using: &random), successesToClose: .random(in: 1...3, using: &random),
      probeLease: .seconds(1_000_000))
    var breaker = CircuitBreaker(settings: settings)
    var held: [BreakerTicket] = []
    var clock = 0.0
    for _ in 0..<2_000 {
      clock += Double.random(in: 0...2, using: &random)
      if Bool.random(using: &random) {
        if case .proceed(let ticket) = breaker.admit(now: at(clock)) { held.append(ticket) }
        let period = held.last?.period
        #expect(held.count { $0.isProbe && $0.period == period } <= settings.probesMax)
      } else if let index = held.indices.randomElement(using: &random) {
        let outcomes: [BreakerOutcome] = [.succeeded, .failed, .abandoned]
        let outcome = outcomes.randomElement(using: &random) ?? .failed
        _ = breaker.report(outcome, of: held.remove(at: index), now: at(clock))
      }
    }
  }
}
