import Audit
import Basics

/// Reads the entries of a period once, for all controls of all frameworks that are wanted.
public struct EvidenceCollector: Sendable {
  private let request: EvidenceRequest
  private let claims: [Claim]

  /// Deeper than an entry's arguments may be, by what surrounds them.
  private static let limits = JSONLimits(depthMax: JSONLimits.depthMaxDefault + 8)

  public init(_ request: EvidenceRequest) {
    self.request = request
    var claims: Set<Claim> = []
    for framework in request.frameworks {
      for control in framework.controls { claims.formUnion(control.claims) }
    }
    self.claims = claims.filter { claim in if case .test = claim.proof { false } else { true } }
  }

  /// Blocks on the disk, or on the source's network.
  ///
  /// - Throws: What the source throws. A log that does not verify is evidence, and no error.
  /// - Complexity: One pass over the entries, another over the log; memory does not grow with either.
  public func collect() throws -> Evidence {
    var evidence = try read()
    verify(&evidence)
    evidence.restoreTest = restoreTest()
    return evidence
  }

  private func read() throws -> Evidence {
    var evidence = Evidence()
    var tallies = [ClaimTally](repeating: ClaimTally(), count: claims.count)
    var calls = CallPairing(isWhole: request.period.since == nil)
    try request.source.forEach(in: request.period) { line in
      guard evidence.entries < request.entriesMax else {
        evidence.isCut = true
        return false
      }
      guard let entry = try? JSONDocument(parsing: line, limits: Self.limits), entry.kind(at: 0) == .object else {
        evidence.unreadable += 1
        return true
      }
      evidence.entries += 1
      let time = entry.member(named: "timestamp", of: 0).flatMap { entry.string(at: $0) }
      if evidence.first == nil { evidence.first = time }
      evidence.last = time ?? evidence.last
      for index in claims.indices { tallies[index].take(line, entry, for: claims[index].proof) }
      calls.take(line, entry)
      return true
    }
    evidence.tallies = Dictionary(uniqueKeysWithValues: zip(claims, tallies))
    evidence.calls = calls
    return evidence
  }

  private func verify(_ evidence: inout Evidence) {
    evidence.oldest = evidence.first.flatMap { Timestamp(rfc3339: $0) }
    guard let path = request.logPath else {
      evidence.verificationFailure = "the entries came from an index, which has no chain"
      return
    }
    do {
      evidence.verification = try AuditVerifier(path).verify()
      try AuditSearch(path).forEach(AuditFilter()) { line in
        let time = (try? JSONValue.parse(line, limits: Self.limits))?["timestamp"]?.stringValue
        evidence.oldest = time.flatMap { Timestamp(rfc3339: $0) } ?? evidence.oldest
        return false
      }
    } catch {
      evidence.verificationFailure = "\(error)"
    }
  }

  private func restoreTest() -> Timestamp? {
    guard let directory = request.restoreReports else { return nil }
    return RestoreReports(directory).passed(in: request.period)
  }
}
