/// The working memory of scans. One per thread: it is reused from scan to scan and never shared.
public final class ScanScratch {
  let matcher = MatcherScratch()
  var candidates = CandidateList()
  var shapes = TextShapes()

  public init() {}
}

@available(*, unavailable)
extension ScanScratch: Sendable {}
