/// The way back from the bytes of a derived text to the text it was derived from.
struct SourceMap {
  /// Neighbouring bytes of the derived text that stem from one range of the source.
  struct Stretch {
    var start: Int
    var count: Int
    var source: Range<Int>
    /// Byte for byte; else all of the stretch stands for all of the source.
    var isCopy: Bool
  }

  /// In order of `start`, without gaps.
  private(set) var stretches: [Stretch] = []

  /// Everything stands for one range: a decoded run is found and redacted whole.
  static func whole(_ source: Range<Int>, count: Int) -> SourceMap {
    SourceMap(stretches: [Stretch(start: 0, count: count, source: source, isCopy: false)])
  }

  /// The range of the source that `range` of the derived text stems from. O(log stretches).
  func source(of range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty, let first = stretch(at: range.lowerBound), let last = stretch(at: range.upperBound - 1)
    else { return 0..<0 }
    let lower = first.isCopy ? first.source.lowerBound + (range.lowerBound - first.start) : first.source.lowerBound
    let upper = last.isCopy ? last.source.lowerBound + (range.upperBound - last.start) : last.source.upperBound
    // Reversed text ends where it began.
    return lower <= upper && lower < last.source.upperBound
      ? lower..<upper : min(lower, last.source.lowerBound)..<max(upper, first.source.upperBound)
  }

  private func stretch(at offset: Int) -> Stretch? {
    let index = stretches.partitioningIndex { $0.start > offset } - 1
    guard stretches.indices.contains(index), offset < stretches[index].start + stretches[index].count else { return nil }
    return stretches[index]
  }

  /// Notes that the next byte stems from `source`.
  mutating func note(_ source: Range<Int>) {
    let isCopy = source.count == 1
    guard let last = stretches.last else {
      return stretches.append(Stretch(start: 0, count: 1, source: source, isCopy: isCopy))
    }
    if isCopy, last.isCopy, last.source.upperBound == source.lowerBound {
      stretches[stretches.count - 1].count &+= 1
      stretches[stretches.count - 1].source = last.source.lowerBound..<source.upperBound
    } else if !isCopy, !last.isCopy, last.source == source {
      stretches[stretches.count - 1].count &+= 1
    } else {
      stretches.append(Stretch(start: last.start + last.count, count: 1, source: source, isCopy: isCopy))
    }
  }

  /// Notes that the next bytes are those of `source`.
  mutating func noteCopy(_ source: Range<Int>) {
    guard !source.isEmpty else { return }
    let start = stretches.last.map { $0.start + $0.count } ?? 0
    stretches.append(Stretch(start: start, count: source.count, source: source, isCopy: true))
  }
}
