import Basics
import TestKit
import Testing

@testable import Sessions

@Suite("Session store") struct SessionStoreTests {
  private let alice = "spiffe://poc.local/agents/alice"
  private let attack = SessionEvent.call(SessionCall(tool: "echo", risk: .low, injections: 2))
  private let harmless = SessionEvent.call(SessionCall(tool: "echo", risk: .low))

  @Test func callsWithoutASessionGatherInOne() {
    let store = SessionStore()
    for _ in 0..<5 { _ = store.admit(.refused(nil), in: SessionKey(principal: alice), now: at(0)) }
    #expect(store.summary(of: SessionKey(principal: alice), now: at(0))?.counters.refusals == 5)
    #expect(store.summary(of: SessionKey(principal: "another"), now: at(0)) == nil)
  }

  @Test func sessionsAreApart() {
    let store = SessionStore()
    let one = SessionKey(principal: alice, session: "1")
    _ = store.admit(harmless, in: one, now: at(0))
    _ = store.admit(attack, in: SessionKey(principal: alice, session: "2"), now: at(0))
    #expect(store.summary(of: one, now: at(0))?.riskScore == 0)
    #expect(store.summaries(now: at(0)).map(\.riskScore) == [40, 0])
  }

  @Test func aNewSessionBeginsWithHalfTheSuspicion() {
    let store = SessionStore()
    _ = store.admit(attack, in: SessionKey(principal: alice, session: "1"), now: at(0))
    #expect(store.admit(harmless, in: SessionKey(principal: alice, session: "2"), now: at(0)).riskScore == 20)
    #expect(store.admit(harmless, in: SessionKey(principal: "bob", session: "2"), now: at(0)).riskScore == 0)
  }

  @Test func endingASessionLeavesItsScoreToTheDefaultOne() {
    let store = SessionStore()
    let key = SessionKey(principal: alice, session: "1")
    _ = store.admit(attack, in: key, now: at(0))
    store.end(key, now: at(0))
    #expect(store.summary(of: key, now: at(0)) == nil)
    #expect(store.summary(of: SessionKey(principal: alice), now: at(0))?.riskScore == 40)
  }

  @Test func sessionsPastTheBoundShareTheDefaultOne() {
    let store = SessionStore(limits: SessionLimits(sessionsPerPrincipalMax: 2))
    for session in 0..<10 {
      _ = store.admit(.refused(nil), in: SessionKey(principal: alice, session: "\(session)"), now: at(0))
    }
    #expect(store.summaries(now: at(0)).count == 3)
    #expect(store.summary(of: SessionKey(principal: alice, session: "7"), now: at(0))?.counters.refusals == 8)
  }

  @Test func sessionsPastTheBoundOfTheStoreShareTheDefaultOneToo() {
    let store = SessionStore(limits: SessionLimits(sessionsMax: 3 * SessionStore.shardCount))
    let keys = (0..<10).map { SessionKey(principal: alice, session: "\($0)") }
    for key in keys { _ = store.admit(.refused(nil), in: key, now: at(0)) }
    #expect(store.summaries(now: at(0)).count == 4)
    #expect(store.summary(of: keys[9], now: at(0))?.counters.refusals == 7)
    store.end(keys[0], now: at(0))
    #expect(store.summary(of: keys[9], now: at(0)) == nil)
    _ = store.admit(.refused(nil), in: keys[9], now: at(0))
    #expect(store.summary(of: keys[9], now: at(0))?.counters.refusals == 1)
    store.sweep(now: at(10_000))
    for key in keys.prefix(3) { _ = store.admit(harmless, in: key, now: at(10_000)) }
    #expect(store.summaries(now: at(10_000)).count == 3)
  }

  @Test(arguments: 0..<10) func anySequenceStaysWithinTheBounds(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let limits = SessionLimits(principalsMax: 32, sessionsMax: 64, sessionsPerPrincipalMax: 3)
    let store = SessionStore(limits: limits)
    var clock = 0.0
    for _ in 0..<3_000 {
      clock += Double.random(in: 0...20, using: &random)
      let session = Bool.random(using: &random) ? "\(Int.random(in: 0..<6, using: &random))" : nil
      let key = SessionKey(principal: "p\(Int.random(in: 0..<60, using: &random))", session: session)
      switch Int.random(in: 0..<20, using: &random) {
      case 0: store.end(key, now: at(clock))
      case 1: store.sweep(now: at(clock))
      case 2: clock += 4_000
      default: _ = store.admit(.refused(nil), in: key, now: at(clock))
      }
      let all = store.summaries(now: at(clock))
      let named = all.filter { $0.key.session != nil }
      #expect(named.count <= limits.sessionsMax)
      #expect(Set(all.map(\.key.principal)).count <= limits.principalsMax)
      #expect(Dictionary(grouping: named, by: \.key.principal).values.allSatisfy { $0.count <= 3 })
    }
  }

  @Test func idleSessionsEndAndAreForgotten() {
    let store = SessionStore()
    let key = SessionKey(principal: alice, session: "1")
    let read = SessionEvent.call(SessionCall(tool: "read", risk: .low, flow: .sensitive))
    _ = store.admit(read, in: key, now: at(0))
    #expect(store.summary(of: key, now: at(3_599))?.isTainted == true)
    #expect(store.summary(of: key, now: at(3_600)) == nil)
    _ = store.admit(harmless, in: key, now: at(3_600))
    #expect(store.summary(of: key, now: at(3_600))?.isTainted == false)
    store.sweep(now: at(10_000))
    #expect(store.summaries(now: at(0)).isEmpty)
  }

  @Test func expiryCannotBeShorterThanTheDecay() {
    #expect(SessionLimits(idleExpiry: .seconds(1)).idleExpiry == .seconds(3_000))
  }

  @Test func fillingTheStoreDoesNotWashAwayABadHistory() {
    let store = SessionStore(limits: SessionLimits(principalsMax: 64))
    _ = store.admit(attack, in: SessionKey(principal: alice), now: at(0))
    for principal in 0..<5_000 {
      _ = store.admit(harmless, in: SessionKey(principal: "filler \(principal)"), now: at(1))
    }
    #expect(store.summary(of: SessionKey(principal: alice), now: at(2))?.riskScore == 40)
    #expect(store.summaries(now: at(2)).count <= 64)
  }

  @Test func manyThreadsLoseNoEvent() async {
    let store = SessionStore()
    let key = SessionKey(principal: alice)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { for _ in 0..<500 { _ = store.admit(.refused(nil), in: key, now: at(0)) } }
      }
    }
    #expect(store.summary(of: key, now: at(0))?.counters.refusals == 4_000)
  }
}
