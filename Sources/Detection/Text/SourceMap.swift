/// The way back from the bytes of a derived text to the text it was derived from.
enum SourceMap {
  /// Everything stands for one range: a decoded run is found and redacted whole.
  case whole(Range<Int>)
  /// Byte `i` stands for `starts[i]..<ends[i]`.
  case bytes(starts: [UInt32], ends: [UInt32])

  func source(of range: Range<Int>) -> Range<Int> {
    switch self {
    case .whole(let range): return range
    case .bytes(let starts, let ends):
      guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= starts.count,
        ends.count == starts.count
      else { return 0..<0 }
      let start = Int(starts[range.lowerBound])
      return start..<max(start, Int(ends[range.upperBound - 1]))
    }
  }
}

extension SourceMap {
  /// The way back through this map and then through `outer`, where the text in between was derived too.
  func led(through outer: SourceMap?) -> SourceMap {
    guard let outer else { return self }
    switch (self, outer) {
    case (_, .whole): return outer
    case (.whole(let range), .bytes): return .whole(outer.source(of: range))
    case (.bytes(let starts, let ends), .bytes):
      var text = DerivedText()
      for (start, end) in zip(starts, ends) {
        let source = outer.source(of: Int(start)..<Int(end))
        text.append(0, from: source.lowerBound, to: source.upperBound)
      }
      return text.map
    }
  }
}

/// Text derived from other text, with the way back.
struct DerivedText {
  var bytes: [UInt8] = []
  private(set) var starts: [UInt32] = []
  private(set) var ends: [UInt32] = []

  mutating func append(_ byte: UInt8, from start: Int, to end: Int) {
    bytes.append(byte)
    starts.append(UInt32(truncatingIfNeeded: start))
    ends.append(UInt32(truncatingIfNeeded: end))
  }

  var map: SourceMap { .bytes(starts: starts, ends: ends) }
}
