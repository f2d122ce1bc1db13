import Basics

extension Scan {
  /// A stretch of one segment in which one expression is to be run.
  private struct Window {
    var segment: TextSegment
    var range: Range<Int>
  }

  /// Takes candidates of each expression together, so that each byte is confirmed at most once for each.
  mutating func confirm(_ candidates: [Candidate], in text: ScanText) {
    let ordered = candidates.sorted { ($0.pattern, $0.endFirst) < ($1.pattern, $1.endFirst) }
    var first = 0
    while first < ordered.count {
      let pattern = ordered[first].pattern
      var end = first + 1
      while end < ordered.count, ordered[end].pattern == pattern { end += 1 }
      confirm(ordered[first..<end], of: Int(pattern), in: text)
      first = end
    }
  }

  private mutating func confirm(_ candidates: ArraySlice<Candidate>, of index: Int, in text: ScanText) {
    let width = engine.patterns.widths[index]
    let purpose = engine.patterns.patterns[index].purpose
    var open: Window?
    for candidate in candidates {
      var end = Int(candidate.endFirst)
      let last = Int(candidate.endLast)
      while end <= last {
        // An expression may take one byte of what follows its value; here that is a quote.
        guard let segment = text.segment(at: end - 1) ?? text.segment(at: end - 2) else {
          end += 1
          continue
        }
        let from = max(segment.range.lowerBound, end - width)
        let to = min(segment.range.upperBound, last)
        if let window = open, window.segment.node == segment.node, from <= window.range.upperBound {
          open?.range = window.range.lowerBound..<max(window.range.upperBound, to)
        } else {
          if let window = open { settle(window, purpose, text) }
          open = Window(segment: segment, range: from..<max(from, to))
        }
        end = max(end, segment.range.upperBound) + 1
      }
    }
    if let window = open { settle(window, purpose, text) }
  }

  private mutating func settle(_ window: Window, _ purpose: ScanPattern.Purpose, _ text: ScanText) {
    switch purpose {
    case .view(let kind): derive(kind, from: text, window.segment, window.range)
    case .text(let rule, let confirming):
      search(window, rule, engine.patterns.confirming[confirming], text)
    case .key(let rule, let confirming):
      let key = window.segment
      guard key.isKey,
        engine.patterns.confirming[confirming].firstMatch(in: text.bytes, text: key.range, window: key.range) != nil
      else { return }
      judgeValue(ofKey: key.node, rule, text)
    }
  }

  /// Every match of an expression in a window, from left to right.
  private mutating func search(_ window: Window, _ rule: Int, _ pattern: ConfirmingPattern, _ text: ScanText) {
    var from = window.range.lowerBound
    while from < window.range.upperBound,
      let match = pattern.firstMatch(
        in: text.bytes, text: window.segment.range, window: from..<window.range.upperBound)
    {
      let value = engine.rules[rule].extended(match.value, in: text.bytes, segment: window.segment.range)
      if judge(value, rule, window.segment, text) {
        from = max(value.upperBound, match.whole.upperBound, from + 1)
      } else {
        // A refused match may hide a good one that begins within it.
        from = max(match.value.lowerBound, match.whole.lowerBound + 1, from + 1)
      }
    }
  }

  /// The scalar value of a member, or the scalars of its array, as candidates of a rule for keys.
  private mutating func judgeValue(ofKey key: Int, _ rule: Int, _ text: ScanText) {
    guard let document, document.nodes.indices.contains(key + 1) else { return }
    let value = document.nodes[key + 1]
    let nodes = value.kind == .array ? document.elements(of: key + 1).prefix(DetectionLimits.keySearchNodesMax) : [key + 1]
    for node in nodes {
      guard let segment = text.segment(ofNode: node), !segment.range.isEmpty,
        segment.range.count <= DetectionLimits.keyedValueBytesMax
      else { continue }
      _ = judge(segment.range, rule, segment, text, isContextKnown: true)
    }
  }

  /// Applies validators and context; keeps the value if it passes.
  private mutating func judge(
    _ value: Range<Int>, _ rule: Int, _ segment: TextSegment, _ text: ScanText, isContextKnown: Bool = false
  ) -> Bool {
    let compiled = engine.rules[rule]
    guard !value.isEmpty, compiled.accepts(text.bytes[value]) else { return false }
    if compiled.rule.isContextRequired, !isContextKnown,
      !hasContext(compiled.context, near: value, in: segment, of: text)
    { return false }
    keep(rule, segment.node, text.map?.source(of: value) ?? value, text.layers)
    return true
  }

  mutating func keep(_ rule: Int, _ node: Int, _ range: Range<Int>, _ layers: [ViewKind]) {
    guard hits.count < DetectionLimits.findingsMax else {
      shortfall = .findings
      return
    }
    hits.append(Hit(rule: rule, node: node, range: range, layers: layers))
  }

  private func hasContext(_ words: [[UInt8]], near value: Range<Int>, in segment: TextSegment, of text: ScanText) -> Bool {
    let from = max(segment.range.lowerBound, value.lowerBound - DetectionLimits.contextBytesBefore)
    let to = min(segment.range.upperBound, value.upperBound + DetectionLimits.contextBytesAfter)
    let before = text.bytes[from..<value.lowerBound]
    let after = text.bytes[value.upperBound..<to]
    if words.contains(where: { ASCII.contains($0, in: before) || ASCII.contains($0, in: after) }) { return true }
    guard let document, let key = document.keyNode(of: segment.node) else { return false }
    let name = document.bytes[document.nodes[key].range].prefix(128)
    return words.contains { ASCII.contains($0, in: name) }
  }
}

extension JSONDocument {
  /// The key under which the value at `node` stands, itself or with the array that holds it; nil for a key.
  func keyNode(of node: Int) -> Int? {
    guard nodes.indices.contains(node), !nodes[node].isKey else { return nil }
    var at = node - 1
    var steps = 0
    while at >= 0, steps < DetectionLimits.keySearchNodesMax {
      if nodes[at].isKey, Int(nodes[at + 1].next) > node { return at }
      if nodes[at].kind == .object, Int(nodes[at].next) > node { return nil }
      at -= 1
      steps += 1
    }
    return nil
  }
}
