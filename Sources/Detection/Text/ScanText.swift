import Basics

/// Bytes to scan and what they are made of.
struct ScanText {
  enum Layout {
    /// The bytes are a document's own: strings hold no escapes.
    case tape([JSONNode])
    /// The bytes are a document's with its strings unescaped. In order of ranges and of nodes.
    case segments([TextSegment])
    /// One text.
    case single(TextSegment)
    /// Derived texts, in order of ranges.
    case views([TextSegment])
  }

  let bytes: [UInt8]
  /// The part to scan.
  let range: Range<Int>
  let layout: Layout

  /// Plain text as a whole.
  init(plain bytes: [UInt8]) {
    self.init(
      bytes: bytes, range: 0..<bytes.count,
      layout: .single(TextSegment(range: 0..<bytes.count, node: 0, isKey: false)))
  }

  init(bytes: [UInt8], range: Range<Int>, layout: Layout) {
    self.bytes = bytes
    self.range = range
    self.layout = layout
  }

  /// The segment that holds the byte at `offset`, or nil for punctuation. O(log segments).
  func segment(at offset: Int) -> TextSegment? {
    switch layout {
    case .single(let segment): return segment.range.contains(offset) ? segment : nil
    case .segments(let segments), .views(let segments):
      let index = segments.partitioningIndex { $0.range.lowerBound > offset } - 1
      guard segments.indices.contains(index), segments[index].range.contains(offset) else { return nil }
      return segments[index]
    case .tape(let nodes):
      let index = nodes.partitioningIndex { Int($0.start) > offset } - 1
      guard let segment = Self.segment(of: index, nodes), segment.range.contains(offset) else { return nil }
      return segment
    }
  }

  /// The segment of a string, key or number of the document; nil for other nodes.
  func segment(ofNode node: Int) -> TextSegment? {
    switch layout {
    case .single(let segment): return segment.node == node ? segment : nil
    case .segments(let segments):
      let index = segments.partitioningIndex { $0.node >= node }
      return segments.indices.contains(index) && segments[index].node == node ? segments[index] : nil
    case .tape(let nodes): return Self.segment(of: node, nodes)
    case .views: return nil
    }
  }

  private static func segment(of node: Int, _ nodes: [JSONNode]) -> TextSegment? {
    guard nodes.indices.contains(node), nodes[node].kind == .string || nodes[node].kind == .number
    else { return nil }
    return TextSegment(range: nodes[node].range, node: node, isKey: nodes[node].isKey)
  }
}

extension Array {
  /// The first index whose element satisfies `isRight`, where all after it do too. O(log n).
  func partitioningIndex(where isRight: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if isRight(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
