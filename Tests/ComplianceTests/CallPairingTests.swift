import Basics
import Testing

@testable import Compliance

@Suite("Call pairing") struct CallPairingTests {
  private func pairing(_ lines: [String], isWhole: Bool = true, capacity: Int = 4) throws -> CallPairing {
    var pairing = CallPairing(isWhole: isWhole, capacity: capacity)
    for line in lines { pairing.take(Array(line.utf8), try JSONDocument(parsing: Array(line.utf8))) }
    return pairing
  }

  private func allow(_ id: String, policy: String = "pass") -> String {
    #"{"event":"decision","decision_id":"\#(id)","decision":"ALLOW","layers_traversed":[{"layer":6,"name":"opa_policy","result":"\#(policy)"}]}"#
  }
  private func deny(_ id: String) -> String { #"{"event":"decision","decision_id":"\#(id)","decision":"DENY"}"# }
  private func outcome(_ id: String) -> String { #"{"event":"outcome","decision_id":"\#(id)","upstream":"u"}"# }

  @Test func anAllowedCallIsDecided() throws {
    let found = try pairing([allow("a"), outcome("a"), outcome("a")])
    #expect(found.decided == 2 && found.undecided == 0 && found.refusedAndForwarded == 0)
  }

  @Test func aForwardedCallWithoutADecisionShows() throws {
    let found = try pairing([outcome("a")])
    #expect(found.undecided == 1 && found.samples.count == 1)
  }

  @Test func aForwardedCallThatPolicyDidNotSeeShows() throws {
    #expect(try pairing([allow("a", policy: "skip"), outcome("a")]).undecided == 1)
  }

  @Test func aRefusedCallThatWasForwardedShows() throws {
    let found = try pairing([deny("a"), outcome("a")])
    #expect(found.refused == 1 && found.refusedAndForwarded == 1 && found.undecided == 1)
  }

  @Test func whatWasForgottenIsUndeterminedAndNoProof() throws {
    let found = try pairing(["a", "b", "c", "d", "e"].map { allow($0) } + [outcome("a"), outcome("e")])
    #expect(found.undetermined == 1 && found.decided == 1 && found.undecided == 0)
  }

  @Test func aPeriodThatBeginsInTheMiddleAccusesNobody() throws {
    let found = try pairing([outcome("a")], isWhole: false)
    #expect(found.undetermined == 1 && found.undecided == 0)
  }
}
