import Basics
import TestKit
import Testing

@testable import Sessions

@Suite("Breaker board") struct BreakerBoardTests {
  let board = BreakerBoard(settings: BreakerSettings(failuresToOpen: 1))

  private func fail(_ upstream: String) {
    guard case .proceed(let ticket) = board.admit(upstream, now: at(0)) else { return }
    board.report(.failed, of: ticket, upstream: upstream, now: at(0))
  }

  @Test func oneSickUpstreamHarmsNoOther() {
    fail("a")
    #expect(board.admit("a", now: at(1)) == .refuse(retryAfterSeconds: 29))
    guard case .proceed = board.admit("b", now: at(1)) else {
      Issue.record("b must be let through")
      return
    }
    #expect(
      board.statuses(now: at(1)) == [
        BreakerStatus(upstream: "a", state: .open, failures: 0, openSeconds: 29),
        BreakerStatus(upstream: "b", state: .closed, failures: 0, openSeconds: 0),
      ])
  }

  @Test func upstreamsThatAreGoneAreForgotten() {
    fail("a")
    fail("b")
    board.retain(["b"])
    #expect(board.statuses(now: at(1)).map(\.upstream) == ["b"])
  }
}
