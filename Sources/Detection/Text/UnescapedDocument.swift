import Basics

extension ScanText {
  /// The subtree of `document` at `subtree`, ready to scan: its own bytes where no string has an escape,
  /// else a copy with the strings unescaped and all punctuation kept.
  init(_ document: JSONDocument, subtree: Int) {
    let nodes = document.nodes
    let end = Int(nodes[subtree].next)
    let span = document.range(at: subtree)
    guard (subtree..<end).contains(where: { nodes[$0].hasEscape }) else {
      self.init(bytes: document.bytes, range: span, layout: .tape(nodes))
      return
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(span.count)
    var segments: [TextSegment] = []
    var copied = span.lowerBound
    for index in subtree..<end {
      let node = nodes[index]
      guard node.kind == .string || node.kind == .number else { continue }
      bytes.append(contentsOf: document.bytes[copied..<Int(node.start)])
      let start = bytes.count
      if node.hasEscape {
        UnescapedString.append(document.bytes[node.range], to: &bytes)
      } else {
        bytes.append(contentsOf: document.bytes[node.range])
      }
      copied = Int(node.end)
      segments.append(TextSegment(range: start..<bytes.count, node: index, isKey: node.isKey))
    }
    bytes.append(contentsOf: document.bytes[copied..<span.upperBound])
    let count = bytes.count
    self.init(bytes: bytes, range: 0..<count, layout: .segments(segments))
  }
}
