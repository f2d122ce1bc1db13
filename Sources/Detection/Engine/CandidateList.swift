/// Where an expression may have matched: it ended somewhere in `endFirst...endLast`.
struct Candidate {
  var pattern: Int32
  var endFirst: Int32
  var endLast: Int32
}

/// The matches that one pass of the database reported, in order of their ends.
struct CandidateList {
  private(set) var candidates: [Candidate] = []
  /// Per pattern, one more than the index of its last candidate; 0 for none.
  private var lastIndexes: [Int32] = []
  /// More were reported than are kept.
  private(set) var isFull = false

  mutating func reset(patterns: Int) {
    for candidate in candidates where Int(candidate.pattern) < lastIndexes.count {
      lastIndexes[Int(candidate.pattern)] = 0
    }
    candidates.removeAll(keepingCapacity: true)
    if lastIndexes.count < patterns {
      lastIndexes.append(contentsOf: repeatElement(0, count: patterns - lastIndexes.count))
    }
    isFull = false
  }

  /// Notes a match of `pattern` that ends at `end`. A match that ends one byte after the last of the
  /// same pattern is the same match, longer.
  mutating func add(pattern: Int, end: Int) {
    guard pattern < lastIndexes.count else { return }
    let last = Int(lastIndexes[pattern]) - 1
    if last >= 0, end - Int(candidates[last].endLast) <= 1 {
      candidates[last].endLast = Int32(truncatingIfNeeded: end)
      return
    }
    guard candidates.count < DetectionLimits.candidatesMax else {
      isFull = true
      return
    }
    let end = Int32(truncatingIfNeeded: end)
    candidates.append(Candidate(pattern: Int32(truncatingIfNeeded: pattern), endFirst: end, endLast: end))
    lastIndexes[pattern] = Int32(truncatingIfNeeded: candidates.count)
  }
}
