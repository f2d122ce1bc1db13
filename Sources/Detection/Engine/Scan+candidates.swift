extension Scan {
  /// Confirms what the database reported, one expression after the other.
  mutating func confirmCandidates(in text: ScanText) {
    for pattern in scratch.candidates.patterns {
      switch engine.patterns.patterns[Int(pattern)].purpose {
      case .view(let kind): deriveViews(kind, ofPattern: pattern, text)
      case .targets(let targets):
        for target in targets { confirm(pattern, target, text) }
      }
    }
  }

  private mutating func confirm(_ pattern: Int32, _ target: ScanPattern.Target, _ text: ScanText) {
    var run = WindowRun()
    var index = scratch.candidates.first(of: pattern)
    while index >= 0 {
      let candidate = scratch.candidates.candidates[index]
      index = Int(candidate.next)
      var end = Int(candidate.endFirst)
      let last = Int(candidate.endLast)
      while end <= last {
        // An expression may take one byte of what follows its value; here that is a quote.
        guard let segment = text.segment(at: end - 1) ?? text.segment(at: end - 2) else {
          end += 1
          continue
        }
        let from = max(segment.range.lowerBound, end - target.before)
        let to = max(from, min(segment.range.upperBound, last + target.after))
        if let window = run.add(Window(segment: segment, range: from..<to)) { settle(window, target, text) }
        end = max(end, segment.range.upperBound) + 1
      }
    }
    if let window = run.take() { settle(window, target, text) }
  }

  /// Confirms the expressions that are run around numbers.
  mutating func confirmGroups(in text: ScanText) {
    let groups = scratch.shapes.groups
    var (digits, characters) = (Int32(0), Int32(0))
    for group in groups {
      digits = max(digits, group.digits)
      characters = max(characters, group.characters)
    }
    for target in engine.patterns.groupTargets
    where digits >= target.need.digits && characters >= target.need.characters {
      var run = WindowRun()
      for group in groups where target.need.isMet(by: group) {
        guard let window = window(around: Int(group.start)..<Int(group.end), target, text) else { continue }
        if let ready = run.add(window) { settle(ready, target, text) }
      }
      if let window = run.take() { settle(window, target, text) }
    }
  }

  /// Confirms the expressions that are run around unbroken runs, and looks behind the runs.
  mutating func confirmRuns(in text: ScanText) {
    let runs = scratch.shapes.runs
    let mixed = runs.filter { EncodedRun.isMixed($0, in: text.bytes) }
    for target in engine.patterns.runTargets where !mixed.isEmpty {
      var windows = WindowRun()
      for run in mixed {
        guard let window = window(around: run, target, text) else { continue }
        if let ready = windows.add(window) { settle(ready, target, text) }
      }
      if let window = windows.take() { settle(window, target, text) }
    }
    decode(runs, text)
  }

  private func window(around range: Range<Int>, _ target: ScanPattern.Target, _ text: ScanText) -> Window? {
    guard let segment = text.segment(at: range.lowerBound) else { return nil }
    let from = max(segment.range.lowerBound, range.lowerBound - target.before)
    return Window(segment: segment, range: from..<max(from, min(segment.range.upperBound, range.upperBound + target.after)))
  }

  /// Whether the numbers that `target` needs lie in `window`. O(log groups + groups in the window).
  func hasNeed(_ need: ShapeNeed, _ window: Window) -> Bool {
    let groups = scratch.shapes.groups
    var index = groups.partitioningIndex { Int($0.end) > window.range.lowerBound }
    while index < groups.count, Int(groups[index].start) < window.range.upperBound {
      if need.isMet(by: groups[index]) { return true }
      index += 1
    }
    return false
  }
}
