/// Derived texts that wait to be scanned: together, in one pass.
struct ViewQueue {
  private var bytes: [UInt8] = []
  private var segments: [TextSegment] = []

  var isEmpty: Bool { segments.isEmpty }

  /// Keeps the texts apart by a byte that is part of no token.
  mutating func add(_ text: [UInt8], node: Int, view: Int) {
    let start = bytes.count
    bytes.append(contentsOf: text)
    segments.append(TextSegment(range: start..<bytes.count, node: node, isKey: false, view: view))
    bytes.append(0)
  }

  mutating func take() -> ScanText {
    defer { self = ViewQueue() }
    return ScanText(bytes: bytes, range: 0..<bytes.count, layout: .views(segments))
  }
}
