import Basics
import TestKit
import Testing

@testable import Sessions

@Suite("Session state") struct SessionStateTests {
  private let read = SessionCall(tool: "s3_get_object", risk: .low, flow: .sensitive)
  private let send = SessionCall(tool: "email_send", risk: .high, flow: .external)

  @Test func aSensitiveReadFollowedByAnExternalSendIsExfiltration() {
    var session = SessionState(startingAt: at(0))
    #expect(session.admit(.call(read), now: at(0)).exfiltration == nil)
    for second in 1...50 {
      let harmless = SessionCall(tool: "echo", risk: .low)
      #expect(session.admit(.call(harmless), now: at(Double(second))).exfiltration == nil)
    }
    let verdict = session.admit(.call(send), now: at(60))
    #expect(verdict.exfiltration == Exfiltration(source: "s3_get_object", readAt: at(0), sink: "email_send"))
    #expect(verdict.riskScore >= RiskPoints.exfiltration - 2)
    #expect(session.counters.externalSends == 0)
  }

  @Test func anExternalSendFirstIsNot() {
    var session = SessionState(startingAt: at(0))
    #expect(session.admit(.call(send), now: at(0)).exfiltration == nil)
    #expect(session.admit(.call(read), now: at(1)).exfiltration == nil)
    #expect(session.admit(.call(send), now: at(2)).exfiltration != nil)
  }

  @Test func aReadThatALaterLayerRefusedTaintsNothing() {
    var session = SessionState(startingAt: at(0))
    _ = session.admit(.call(read), now: at(0))
    _ = session.admit(.refused(read), now: at(0))
    #expect(!session.isTainted)
    #expect(session.admit(.call(send), now: at(1)).exfiltration == nil)
  }

  @Test func aCallThatWaitsOrComesTooOftenIsNoSignOfRisk() {
    var session = SessionState(startingAt: at(0))
    for second in 0..<100 {
      _ = session.admit(.call(read), now: at(Double(second)))
      _ = session.admit(.withdrawn(read), now: at(Double(second)))
    }
    #expect(session.riskScore(at: at(100)) == 0)
    #expect(!session.isTainted)
    #expect(session.counters.refusals == 0)
  }

  @Test func oneOfTwoReadsRefusedLeavesTheTaint() {
    var session = SessionState(startingAt: at(0))
    _ = session.admit(.call(read), now: at(0))
    _ = session.admit(.call(read), now: at(0))
    _ = session.admit(.refused(read), now: at(0))
    #expect(session.admit(.call(send), now: at(1)).exfiltration != nil)
  }

  @Test func aToolThatReadsFromOutsideMayBeCalledAgain() {
    let both = SessionCall(tool: "crm_lookup", risk: .medium, flow: [.sensitive, .external])
    var session = SessionState(startingAt: at(0))
    #expect(session.admit(.call(both), now: at(0)).exfiltration == nil)
    #expect(session.admit(.call(both), now: at(1)).exfiltration == nil)
    #expect(session.admit(.call(send), now: at(2)).exfiltration?.source == "crm_lookup")
  }

  @Test func routineWorkStaysInTheNormalBand() {
    var session = SessionState(startingAt: at(0))
    for second in 0..<1_000 {
      let risk = RiskLevel.allCases[second % 4]
      let verdict = session.admit(
        .call(SessionCall(tool: "tool\(second % 40)", risk: risk)), now: at(Double(second)))
      #expect(verdict.riskBand == .normal)
    }
  }

  @Test func findingsAndRefusalsReachTheHigherBands() {
    var session = SessionState(startingAt: at(0))
    let call = SessionCall(tool: "echo", risk: .low, personalData: 9, injections: 9)
    #expect(session.admit(.call(call), now: at(0)).riskScore == 60)
    for _ in 0..<4 { _ = session.admit(.refused(nil), now: at(0)) }
    let verdict = session.admit(.answered(personalData: 0, injections: 3), now: at(0))
    #expect(verdict.riskScore == 100)
    #expect(verdict.riskBand == .high)
    #expect(session.counters.injections == 12)
    #expect(session.counters.refusals == 4)
  }

  @Test func theFirstCallOfAToolIsNovel() {
    var session = SessionState(startingAt: at(0))
    let bash = SessionCall(tool: "bash", risk: .critical)
    let first = session.admit(.call(bash), now: at(0))
    let second = session.admit(.call(bash), now: at(0))
    #expect(first.isNovelTool && !second.isNovelTool)
    #expect(first.riskScore == 16 && second.riskScore == 24)
  }

  @Test func countersStopAtTheirLargestValue() {
    var session = SessionState(startingAt: at(0))
    for _ in 0..<3 { _ = session.admit(.answered(personalData: .max, injections: -5), now: at(0)) }
    #expect(session.counters.personalData == .max)
    #expect(session.counters.injections == 0)
  }

  @Test(arguments: 0..<10) func noSequenceLeavesTheScale(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var session = SessionState(startingAt: at(0))
    var clock = 0.0
    for _ in 0..<2_000 {
      clock += Double.random(in: -50...100, using: &random)
      let call = SessionCall(
        tool: "tool\(Int.random(in: 0..<600, using: &random))",
        risk: RiskLevel.allCases.randomElement(using: &random) ?? .low,
        flow: DataFlow(rawValue: .random(in: 0...3, using: &random)),
        personalData: .random(in: -3...9, using: &random), injections: .random(in: -3...3, using: &random))
      let events: [SessionEvent] = [
        .call(call), .refused(call), .refused(nil), .withdrawn(call),
        .answered(personalData: 1, injections: 1),
      ]
      let verdict = session.admit(events.randomElement(using: &random) ?? .refused(nil), now: at(clock))
      #expect((0...100).contains(verdict.riskScore))
      #expect(session.toolCount <= SessionState.toolsSeenMax)
    }
  }
}
