/// Whether two simple patterns have a text in common (`regex.globs_match`): characters, `.`, `[a-z]`, each with `+` or
/// `*` behind it; a backslash takes the meaning away.
struct GlobIntersection {
  /// Pairs of places looked at, at most.
  static let stateLimit = 1_000_000

  private struct Step {
    /// Ranges of scalar values.
    var ranges: [ClosedRange<UInt32>]
    var repeats: Bool
  }

  private let left: [Step]
  private let right: [Step]

  init(_ left: Text, _ right: Text) throws(BuiltinError) {
    self.left = try GlobIntersection.steps(left)
    self.right = try GlobIntersection.steps(right)
    guard (self.left.count + 1) * (self.right.count + 1) <= GlobIntersection.stateLimit else {
      throw .limit("the patterns have more than \(GlobIntersection.stateLimit) pairs of places: shorten them")
    }
  }

  private static func steps(_ text: Text) throws(BuiltinError) -> [Step] {
    let scalars = text.scalars
    var steps: [Step] = []
    var canRepeat = false
    var index = 0
    func bad(_ what: String) -> BuiltinError {
      .failed("input:\(text.string), pos:\(index), \(what): the input provided is invalid")
    }
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "+", "*":
        guard canRepeat, var last = steps.popLast() else { throw bad("flag '\(scalar)' must be preceded by a non-flag") }
        if scalar == "+" { steps.append(last) }
        last.repeats = true
        steps.append(last)
        canRepeat = false
        continue
      case ".": steps.append(Step(ranges: [0...0x10FFFF], repeats: false))
      case "]": throw bad("set-close ']' with no preceding '['")
      case "[":
        guard let ranges = set(scalars, &index) else { throw bad("set-open '[' must be closed by ']' around characters and ranges") }
        steps.append(Step(ranges: ranges, repeats: false))
      case "\\":
        guard index < scalars.count else { throw bad("escape character '\\' must be followed by a character") }
        steps.append(Step(ranges: [scalars[index].value...scalars[index].value], repeats: false))
        index += 1
      default: steps.append(Step(ranges: [scalar.value...scalar.value], repeats: false))
      }
      canRepeat = true
    }
    return steps
  }

  private static func set(_ scalars: [Unicode.Scalar], _ index: inout Int) -> [ClosedRange<UInt32>]? {
    var ranges: [ClosedRange<UInt32>] = []
    func next() -> UInt32? {
      if index < scalars.count, scalars[index] == "\\" { index += 1 }
      guard index < scalars.count else { return nil }
      index += 1
      return scalars[index - 1].value
    }
    while index < scalars.count, scalars[index] != "]" {
      guard let low = next() else { return nil }
      guard index < scalars.count, scalars[index] == "-" else {
        ranges.append(low...low)
        continue
      }
      index += 1
      guard index < scalars.count, scalars[index] != "]", let high = next(), low <= high else { return nil }
      ranges.append(low...high)
    }
    guard index < scalars.count else { return nil }
    index += 1
    return ranges
  }

  /// Walks both patterns at once: a pair of places is reached if some text leads to both.
  func isNonEmpty() -> Bool {
    let width = right.count + 1
    var seen = [Bool](repeating: false, count: (left.count + 1) * width)
    var pending = [0]
    seen[0] = true
    func reach(_ state: Int) {
      if !seen[state] {
        seen[state] = true
        pending.append(state)
      }
    }
    while let state = pending.popLast() {
      let (i, j) = (state / width, state % width)
      if i == left.count, j == right.count { return true }
      if i < left.count, left[i].repeats { reach(state + width) }
      if j < right.count, right[j].repeats { reach(state + 1) }
      guard i < left.count, j < right.count, overlap(left[i], right[j]) else { continue }
      reach(state + (left[i].repeats ? 0 : width) + (right[j].repeats ? 0 : 1))
    }
    return false
  }

  private func overlap(_ left: Step, _ right: Step) -> Bool {
    left.ranges.contains { range in right.ranges.contains { $0.overlaps(range) } }
  }
}
