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
    switch engine.patterns.patterns[index].purpose {
    case .view(let kind):
      windows(of: candidates, before: Self.runBytesMin, after: 0, in: text) { scan, window in
        scan.derive(kind, from: text, window.segment, window.range)
      }
    case .targets(let targets):
      for target in targets {
        windows(of: candidates, before: target.before, after: target.after, in: text) { scan, window in
          scan.settle(window, target, text)
        }
      }
    }
  }

  /// The stretches around candidates, those that touch made one, in order.
  private mutating func windows(
    of candidates: ArraySlice<Candidate>, before: Int, after: Int, in text: ScanText,
    _ body: (inout Scan, Window) -> Void
  ) {
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
        let from = max(segment.range.lowerBound, end - before)
        let to = max(from, min(segment.range.upperBound, last + after))
        if let window = open, window.segment.node == segment.node, from <= window.range.upperBound {
          open?.range = window.range.lowerBound..<max(window.range.upperBound, to)
        } else {
          if let window = open { body(&self, window) }
          open = Window(segment: segment, range: from..<to)
        }
        end = max(end, segment.range.upperBound) + 1
      }
    }
    if let window = open { body(&self, window) }
  }

  private mutating func settle(_ window: Window, _ target: ScanPattern.Target, _ text: ScanText) {
    let pattern = engine.patterns.confirming[target.confirming]
    let segment = window.segment
    switch target.kind {
    case .value: search(window, target.rule, pattern, text)
    case .nearby:
      guard segment.isKey else { return search(window, target.rule, pattern, text) }
      for value in values(ofKey: segment.node, text) {
        search(Window(segment: value, range: value.range), target.rule, pattern, text)
      }
    case .keyed:
      guard segment.isKey, match(of: pattern, in: text.bytes, segment.range, segment.range) != nil else {
        return
      }
      for value in values(ofKey: segment.node, text) {
        _ = judge(value.range, target.rule, value, text, isContextKnown: true)
      }
    }
  }

  /// Every match of an expression in a window, from left to right.
  private mutating func search(_ window: Window, _ rule: Int, _ pattern: ConfirmingPattern, _ text: ScanText)
  {
    let compiled = engine.rules[rule]
    var from = window.range.lowerBound
    var refusals = 0
    // Where the token ends that the last refused match reached into: it is not measured again.
    var tokenEnd = 0
    while from < window.range.upperBound,
      let match = match(of: pattern, in: text.bytes, window.segment.range, from..<window.range.upperBound)
    {
      var value = match.value
      if compiled.rule.extent.isOpen {
        if tokenEnd < value.upperBound {
          tokenEnd = compiled.extended(value, in: text.bytes, segment: window.segment.range).upperBound
        }
        value = value.lowerBound..<tokenEnd
      }
      let ends = compiled.rule.extent.ends(of: value, in: text.bytes)
      if let end = ends.first(where: { judge(value.lowerBound..<$0, rule, window.segment, text) }) {
        from = max(end, from + 1)
        refusals = 0
      } else {
        // A refused match may hide a good one that begins within it; a flood of them is crossed in strides.
        refusals += 1
        let isFlood = refusals > Self.refusalsMax || compiled.rule.extent.isOpen
        from = max(isFlood ? match.whole.upperBound : match.whole.lowerBound + 1, from + 1)
      }
    }
  }

  private static let refusalsMax = 8

  /// An expression that fails leaves the text unread, which is said.
  private mutating func match(
    of pattern: ConfirmingPattern, in bytes: [UInt8], _ text: Range<Int>, _ window: Range<Int>
  ) -> PatternMatch? {
    do throws(PatternProblem) {
      return try pattern.firstMatch(in: bytes, text: text, window: window)
    } catch {
      shortfall = .engine
      return nil
    }
  }

  /// The scalar value of a member, or the scalars of its array.
  private func values(ofKey key: Int, _ text: ScanText) -> [TextSegment] {
    guard let document, document.nodes.indices.contains(key + 1) else { return [] }
    let isArray = document.nodes[key + 1].kind == .array
    let nodes = isArray ? document.elements(of: key + 1) : [key + 1]
    return nodes.compactMap { text.segment(ofNode: $0) }.filter {
      !$0.range.isEmpty && $0.range.count <= DetectionLimits.keyedValueBytesMax
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
    {
      return false
    }
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

  private func hasContext(
    _ words: [[UInt8]], near value: Range<Int>, in segment: TextSegment, of text: ScanText
  ) -> Bool {
    let from = max(segment.range.lowerBound, value.lowerBound - DetectionLimits.contextBytesBefore)
    let to = min(segment.range.upperBound, value.upperBound + DetectionLimits.contextBytesAfter)
    let before = text.bytes[from..<value.lowerBound]
    let after = text.bytes[value.upperBound..<to]
    if words.contains(where: { ASCII.contains($0, in: before) || ASCII.contains($0, in: after) }) {
      return true
    }
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
