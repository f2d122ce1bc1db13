import Basics

extension Scan {
  /// Makes the views of `kind` for the segments in which a candidate asks for one: each segment once.
  mutating func deriveViews(_ kind: ViewKind, ofPattern pattern: Int32, _ text: ScanText) {
    var index = scratch.candidates.first(of: pattern)
    var done = 0
    while index >= 0 {
      let candidate = scratch.candidates.candidates[index]
      index = Int(candidate.next)
      var end = max(Int(candidate.endFirst), done + 1)
      while end <= Int(candidate.endLast) {
        if let segment = text.segment(at: end - 1) {
          derive(kind, segment, text)
          done = segment.range.upperBound
        }
        end = max(end, done) + 1
      }
    }
  }

  private mutating func derive(_ kind: ViewKind, _ segment: TextSegment, _ text: ScanText) {
    switch kind {
    case .percent, .htmlEntity, .escape:
      if let derived = CharacterEscapes.undone(kind, in: text.bytes, segment.range) {
        add(derived.bytes, kind, derived.map, segment)
      }
    case .rot13, .reversed, .leet, .spaced, .wrapped:
      guard segment.range.count <= DetectionLimits.disguiseBytesMax, !layers(of: segment).contains(kind),
        let derived = DisguisedText.undone(kind, in: text.bytes, segment.range)
      else { return }
      add(derived.bytes, kind, derived.map, segment)
    case .folded, .base64, .hex, .gzip, .joined: break
    }
  }

  private func layers(of segment: TextSegment) -> [ViewKind] { segment.view.map { views[$0].layers } ?? [] }

  /// Looks behind runs of base64 and hexadecimal digits; a run that is wrapped into lines is one.
  mutating func decode(_ runs: [Range<Int>], _ text: ScanText) {
    var done = 0
    for run in runs where run.lowerBound >= done && run.count >= EncodedRun.runBytesMin {
      guard let segment = text.segment(at: run.lowerBound) else { continue }
      let block = run.lowerBound..<EncodedRun.blockEnd(after: run, in: text.bytes, limit: segment.range.upperBound)
      done = block.upperBound
      guard let start = EncodedRun.textStart(of: block, in: text.bytes) else { continue }
      let encoded = start..<block.upperBound
      guard let (kind, bytes) = EncodedRun.decoded(text.bytes[encoded]) else { continue }
      if EncodedRun.isText(bytes) {
        add(bytes, kind, .whole(encoded, count: bytes.count), segment)
      } else if let plain = Compressed.text(in: bytes, bytesMax: viewBytesLeft) {
        add(plain, kind, .whole(encoded, count: plain.count), segment, then: .gzip)
      } else if Compressed.isBomb(bytes, bytesMax: viewBytesLeft) {
        shortfall = .views
      }
    }
  }

  /// Mends what is broken into short lines. Strings without escapes hold no line breaks.
  mutating func unwrap(_ text: ScanText) {
    switch text.layout {
    case .tape: break
    case .single(let segment):
      if DisguisedText.isWrapped(text.bytes, segment.range) { derive(.wrapped, segment, text) }
    case .segments(let segments), .views(let segments):
      for segment in segments where DisguisedText.isWrapped(text.bytes, segment.range) {
        derive(.wrapped, segment, text)
      }
    }
  }

  /// Folds every string of `text` that is not ASCII.
  mutating func fold(_ text: ScanText) {
    switch text.layout {
    case .single(let segment): fold(segment, text)
    case .segments(let segments), .views(let segments): for segment in segments { fold(segment, text) }
    case .tape(let nodes):
      let first = nodes.partitioningIndex { Int($0.start) >= text.range.lowerBound }
      for node in first..<nodes.count {
        guard Int(nodes[node].start) < text.range.upperBound else { break }
        if let segment = text.segment(ofNode: node) { fold(segment, text) }
      }
    }
  }

  private mutating func fold(_ segment: TextSegment, _ text: ScanText) {
    guard !NonASCII.isAbsent(from: text.bytes, segment.range), layers(of: segment).last != .folded else { return }
    let folded = FoldedText.fold(text.bytes, segment.range)
    for (kind, range) in folded.hidden {
      for (index, compiled) in engine.rules.enumerated() 
      where compiled.rule.hidden.contains(kind) && (only == nil || only == index) {
        keep(index, segment, range)
      }
    }
    if folded.isChanged { add(folded.text.bytes, .folded, folded.text.map, segment) }
  }

  /// Queues a view, unless the scan has had enough of them.
  mutating func add(
    _ bytes: [UInt8], _ kind: ViewKind, _ map: SourceMap, _ segment: TextSegment, then second: ViewKind? = nil
  ) {
    guard !bytes.isEmpty else { return }
    var layers = layers(of: segment)
    let depth = layers.first == .joined ? layers.count - 1 : layers.count
    guard depth < DetectionLimits.viewDepthMax, views.count < DetectionLimits.viewsMax,
      bytes.count <= viewBytesLeft
    else {
      shortfall = .views
      return
    }
    viewBytesLeft -= bytes.count
    layers.append(kind)
    if let second { layers.append(second) }
    let base = segment.view == nil ? 0 : segment.range.lowerBound
    let pieces = segment.view.flatMap { views[$0].pieces }
    views.append(View(map: map, parent: segment.view, base: base, layers: layers, pieces: pieces))
    queue.add(bytes, node: segment.node, view: views.count - 1)
  }
}
