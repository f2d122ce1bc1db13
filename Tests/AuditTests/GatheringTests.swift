import Testing

@testable import Audit

@Suite("Gathering") struct GatheringTests {
  /// Pauses that the writer makes if this many entries wait at each look.
  private func pauses(_ waiting: [Int]) -> Int {
    var gathering = Gathering()
    return waiting.prefix { gathering.pause(waiting: $0) != nil }.count
  }

  @Test func aLoneEntryWaitsForNobody() {
    #expect(pauses([0]) == 0)
    #expect(pauses([1, 2, 3]) == 0)
  }

  @Test func theWaitEndsWithTheFirstPauseThatBringsNothing() {
    #expect(pauses([2, 2, 9]) == 1)
    #expect(pauses([2, 5, 5, 12]) == 2)
  }

  @Test func theWaitIsBoundedWhateverComes() {
    #expect(pauses(Array(2...1_000)) == Gathering.pauses.count)
    #expect(Gathering.pauses.reduce(.zero, +) <= .milliseconds(1))
  }

  @Test func everyCommitBeginsAnew() {
    var gathering = Gathering()
    for _ in 0..<3 {
      let answers = [gathering.pause(waiting: 40), gathering.pause(waiting: 40)]
      #expect(answers == [Gathering.pauses.first, nil])
    }
  }
}
