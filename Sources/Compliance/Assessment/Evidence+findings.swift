import Audit
import Basics

extension Evidence {
  func finding(of claim: Claim, period: EvidencePeriod) -> ClaimFinding {
    switch claim.proof {
    case .count(_, let least):
      let tally = tallies[claim] ?? ClaimTally()
      var finding = ClaimFinding(claim, holds: tally.count >= least, "\(tally.count) entries, \(least) needed")
      finding.samples = tally.samples
      return finding
    case .every:
      let tally = tallies[claim] ?? ClaimTally()
      // Of a period that was not read to its end, nothing can be said about every entry.
      let holds = tally.count > 0 && tally.exceptions == 0 && !isCut
      var finding = ClaimFinding(
        claim, holds: holds, isContradicted: tally.exceptions > 0,
        "\(tally.count) entries, \(tally.exceptions) exceptions" + (isCut ? "; not all entries were read" : ""))
      finding.samples = tally.samples
      finding.exceptions = tally.exceptionSamples
      return finding
    case .test(let test): return self.test(test, claim, period)
    }
  }

  private func test(_ test: ClaimTest, _ claim: Claim, _ period: EvidencePeriod) -> ClaimFinding {
    switch test {
    case .chainVerifies: chain(claim)
    case .checkpointsSigned: checkpoints(claim)
    case .forwardedCallsDecided:
      pairing(claim, good: calls.decided, bad: calls.undecided, "forwarded after policy allowed them", "forwarded without")
    case .denialsNotForwarded:
      pairing(claim, good: calls.refused, bad: calls.refusedAndForwarded, "refused", "of them forwarded")
    case .logReachesBack(let days): reach(claim, days: days, period)
    case .restoreTested:
      restoreTest.map { ClaimFinding(claim, holds: true, "a restore test passed at \($0.rfc3339)") }
        ?? ClaimFinding(claim, holds: false, "no restore test passed in the period (agw backup test)")
    }
  }

  private func chain(_ claim: Claim) -> ClaimFinding {
    guard let verification else { return notRun(claim) }
    if let damage = verification.damage {
      return ClaimFinding(
        claim, holds: false, isContradicted: true,
        "\(damage.kind.rawValue) at line \(damage.line) of \(damage.path): \(damage.evidence)")
    }
    return ClaimFinding(
      claim, holds: verification.entries > 0,
      "entries \(verification.first) to \(verification.last) re-derived, last hash \(verification.lastHash)")
  }

  private func checkpoints(_ claim: Claim) -> ClaimFinding {
    guard let verification else { return notRun(claim) }
    return ClaimFinding(
      claim, holds: verification.isIntact && verification.checkpoints > 0,
      "\(verification.checkpoints) signed checkpoints, the last covers entry \(verification.covered)")
  }

  private func notRun(_ claim: Claim) -> ClaimFinding {
    ClaimFinding(claim, holds: false, "not run: \(verificationFailure ?? "there is no log")")
  }

  private func pairing(_ claim: Claim, good: Int, bad: Int, _ words: String, _ others: String) -> ClaimFinding {
    let rest = calls.undetermined > 0 ? ", \(calls.undetermined) undetermined (decided before the period)" : ""
    var finding = ClaimFinding(
      claim, holds: good > 0 && bad == 0 && !isCut, isContradicted: bad > 0,
      "\(good) \(words), \(bad) \(others)\(rest)" + (isCut ? "; not all entries were read" : ""))
    finding.exceptions = bad > 0 ? calls.samples : []
    return finding
  }

  private func reach(_ claim: Claim, days: Int, _ period: EvidencePeriod) -> ClaimFinding {
    guard let oldest else { return ClaimFinding(claim, holds: false, "there are no entries") }
    let age = period.until.since(oldest)
    return ClaimFinding(
      claim, holds: age >= .seconds(86_400 * days),
      "the oldest entry is of \(oldest.rfc3339), \(age.components.seconds / 86_400) days before the end, \(days) needed")
  }
}
