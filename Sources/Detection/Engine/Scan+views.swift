import Basics

extension Scan {
  /// Makes the view of `kind` that a candidate asks for.
  mutating func derive(_ kind: ViewKind, from text: ScanText, _ segment: TextSegment, _ window: Range<Int>) {
    switch kind {
    case .base64, .hex: decodeRuns(in: window, segment, text)
    case .percent, .htmlEntity, .escape: undoEscapes(kind, segment, text)
    case .folded: break
    }
  }

  /// Every base64 or hexadecimal run that touches `window`.
  private mutating func decodeRuns(in window: Range<Int>, _ segment: TextSegment, _ text: ScanText) {
    var at = window.lowerBound
    while at < window.upperBound {
      guard EncodedRun.isDigit(text.bytes[at]) else {
        at += 1
        continue
      }
      var start = at
      while start > segment.range.lowerBound, EncodedRun.isDigit(text.bytes[start - 1]) { start -= 1 }
      var end = at
      while end < segment.range.upperBound, EncodedRun.isDigit(text.bytes[end]) { end += 1 }
      if end - start >= Self.runBytesMin { decodeRun(start..<end, segment, text) }
      at = end + 1
    }
  }

  /// Shorter runs hold no secret: 24 digits of base64 are 18 bytes.
  static let runBytesMin = 24

  private mutating func decodeRun(_ run: Range<Int>, _ segment: TextSegment, _ text: ScanText) {
    let digits = text.bytes[run]
    if let bytes = EncodedRun.hexDecoded(digits), EncodedRun.isText(bytes) {
      add(bytes, .hex, .whole(run), segment, text)
    } else if let bytes = EncodedRun.base64Decoded(digits), EncodedRun.isText(bytes) {
      add(bytes, .base64, .whole(run), segment, text)
    }
  }

  private mutating func undoEscapes(_ kind: ViewKind, _ segment: TextSegment, _ text: ScanText) {
    guard let derived = CharacterEscapes.undone(kind, in: text.bytes, segment.range) else { return }
    add(derived.bytes, kind, derived.map, segment, text)
  }

  /// Folds every string of `text` that is not ASCII.
  mutating func fold(_ text: ScanText) {
    switch text.layout {
    case .single(let segment): fold(segment, text)
    case .segments(let segments): for segment in segments { fold(segment, text) }
    case .tape(let nodes):
      let first = nodes.partitioningIndex { Int($0.start) >= text.range.lowerBound }
      for node in first..<nodes.count {
        guard Int(nodes[node].start) < text.range.upperBound else { break }
        if let segment = text.segment(ofNode: node) { fold(segment, text) }
      }
    }
  }

  private mutating func fold(_ segment: TextSegment, _ text: ScanText) {
    guard !NonASCII.isAbsent(from: text.bytes, segment.range) else { return }
    let folded = FoldedText.fold(text.bytes, segment.range)
    for (kind, range) in folded.hidden {
      for (index, compiled) in engine.rules.enumerated() where compiled.rule.hidden.contains(kind) {
        keep(index, segment.node, text.map?.source(of: range) ?? range, text.layers)
      }
    }
    if folded.isChanged { add(folded.text.bytes, .folded, folded.text.map, segment, text) }
  }

  /// Queues a view, unless the scan has had enough of them.
  private mutating func add(
    _ bytes: [UInt8], _ kind: ViewKind, _ map: SourceMap, _ segment: TextSegment, _ text: ScanText
  ) {
    guard !bytes.isEmpty else { return }
    guard text.layers.count < DetectionLimits.viewDepthMax, viewsMade < DetectionLimits.viewsMax,
      bytes.count <= viewBytesLeft
    else {
      shortfall = .views
      return
    }
    viewsMade += 1
    viewBytesLeft -= bytes.count
    var view = ScanText(single: bytes, node: segment.node, isKey: false)
    view.map = map.led(through: text.map)
    view.layers = text.layers + [kind]
    views.append(view)
  }
}
