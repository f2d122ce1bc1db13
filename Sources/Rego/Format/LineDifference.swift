/// What changes between two texts, line by line, as `diff -u` shows it.
public struct LineDifference: Sendable {
  private enum Edit {
    case keep(String)
    case remove(String)
    case add(String)
  }

  /// Unchanged lines shown around changes.
  static let contextLines = 3
  /// Texts with more lines than this are shown as replaced whole: the comparison takes their product in time.
  static let linesMax = 4_000

  private let old: [String]
  private let new: [String]

  public init(from old: String, to new: String) {
    self.old = LineDifference.lines(old)
    self.new = LineDifference.lines(new)
  }

  public var isEmpty: Bool { old == new }

  /// The hunks with a header for `path`; empty if nothing changes.
  public func text(path: String) -> String {
    guard !isEmpty else { return "" }
    var lines = ["--- \(path)", "+++ \(path) (formatted)"]
    for hunk in hunks() { lines += hunk }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The longest common subsequence, between the lines that begin and end both texts.
  private func edits() -> [Edit] {
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { $0 == $1 }.count
    let left = Array(old[head..<(old.count - tail)])
    let right = Array(new[head..<(new.count - tail)])
    return old[..<head].map(Edit.keep) + middle(left, right) + old[(old.count - tail)...].map(Edit.keep)
  }

  private func middle(_ left: [String], _ right: [String]) -> [Edit] {
    guard left.count <= Self.linesMax, right.count <= Self.linesMax else {
      return left.map(Edit.remove) + right.map(Edit.add)
    }
    let width = right.count + 1
    var lengths = [Int32](repeating: 0, count: (left.count + 1) * width)
    for row in left.indices.reversed() {
      for column in right.indices.reversed() {
        lengths[row * width + column] =
          left[row] == right[column]
          ? lengths[(row + 1) * width + column + 1] + 1
          : max(lengths[(row + 1) * width + column], lengths[row * width + column + 1])
      }
    }
    var result: [Edit] = []
    var row = 0
    var column = 0
    while row < left.count, column < right.count {
      if left[row] == right[column] {
        result.append(.keep(left[row]))
        row += 1
        column += 1
      } else if lengths[(row + 1) * width + column] >= lengths[row * width + column + 1] {
        result.append(.remove(left[row]))
        row += 1
      } else {
        result.append(.add(right[column]))
        column += 1
      }
    }
    return result + left[row...].map(Edit.remove) + right[column...].map(Edit.add)
  }

  private func hunks() -> [[String]] {
    var result: [[String]] = []
    var lines: [String] = []
    var start = (old: 1, new: 1)
    var counts = (old: 0, new: 0)
    var at = (old: 1, new: 1)
    let all = edits()
    let changed = all.indices.filter { if case .keep = all[$0] { false } else { true } }
    func finish() {
      guard !lines.isEmpty else { return }
      result.append(["@@ -\(start.old),\(counts.old) +\(start.new),\(counts.new) @@"] + lines)
      lines = []
      counts = (0, 0)
    }
    var near = changed[...]
    for (index, edit) in all.enumerated() {
      while let first = near.first, first + Self.contextLines < index { near.removeFirst() }
      let isShown = near.first.map { $0 - Self.contextLines <= index } ?? false
      if !isShown { finish() } else if lines.isEmpty { start = at }
      switch edit {
      case .keep(let line):
        if isShown { lines.append(" " + line) }
        at = (at.old + 1, at.new + 1)
        if isShown { counts = (counts.old + 1, counts.new + 1) }
      case .remove(let line):
        lines.append("-" + line)
        at.old += 1
        counts.old += 1
      case .add(let line):
        lines.append("+" + line)
        at.new += 1
        counts.new += 1
      }
    }
    finish()
    return result
  }
}
