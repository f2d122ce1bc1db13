/// Where an expression may have matched: it ended somewhere in `endFirst...endLast`.
struct Candidate {
  var endFirst: Int32
  var endLast: Int32
  /// Index of the next candidate of the same pattern; -1 for none.
  var next: Int32 = -1
}

/// The matches that one pass of the database reported: for each pattern a chain in order of ends.
struct CandidateList {
  private(set) var candidates: [Candidate] = []
  /// The patterns that were reported, in order of their first match.
  private(set) var patterns: [Int32] = []
  /// Per pattern, one more than the index of its first and last candidate; 0 for none.
  private var firsts: [Int32] = []
  private var lasts: [Int32] = []
  /// More were reported than are kept.
  private(set) var isFull = false

  mutating func reset(patterns count: Int) {
    for pattern in patterns where Int(pattern) < lasts.count { lasts[Int(pattern)] = 0 }
    patterns.removeAll(keepingCapacity: true)
    candidates.removeAll(keepingCapacity: true)
    if lasts.count < count {
      lasts.append(contentsOf: repeatElement(0, count: count - lasts.count))
      firsts.append(contentsOf: repeatElement(0, count: count - firsts.count))
    }
    isFull = false
  }

  /// Index of the first candidate of a pattern that was reported.
  func first(of pattern: Int32) -> Int { Int(firsts[Int(pattern)]) - 1 }

  /// Notes a match of `pattern` that ends at `end`. A match that ends one byte after the last of the
  /// same pattern is the same match, longer.
  mutating func add(pattern: Int, end: Int) {
    guard pattern < lasts.count else { return }
    let end = Int32(truncatingIfNeeded: end)
    let last = Int(lasts[pattern]) - 1
    if last >= 0, end <= candidates[last].endLast &+ 1 {
      // The library reports the ends of one expression in order, or nearly so.
      candidates[last].endLast = max(candidates[last].endLast, end)
      candidates[last].endFirst = min(candidates[last].endFirst, end)
      return
    }
    guard candidates.count < DetectionLimits.candidatesMax else {
      isFull = true
      return
    }
    candidates.append(Candidate(endFirst: end, endLast: end))
    let place = Int32(truncatingIfNeeded: candidates.count)
    if last >= 0 {
      candidates[last].next = place - 1
    } else {
      firsts[pattern] = place
      patterns.append(Int32(truncatingIfNeeded: pattern))
    }
    lasts[pattern] = place
  }
}
