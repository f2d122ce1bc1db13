import Basics

extension Scan {
  /// Tries in a window what a candidate asks for.
  mutating func settle(_ window: Window, _ target: ScanPattern.Target, _ text: ScanText) {
    let pattern = engine.patterns.confirming[target.confirming]
    let segment = window.segment
    guard segment.isKey || target.kind != .nearby || target.need.isNothing || hasNeed(target.need, window) else {
      return
    }
    switch target.kind {
    case .value: search(window, target.rule, pattern, text)
    case .nearby:
      guard segment.isKey else { return search(window, target.rule, pattern, text) }
      for value in values(ofKey: segment.node, text) {
        search(Window(segment: value, range: value.range), target.rule, pattern, text)
      }
    case .named:
      guard segment.isKey else { return search(window, target.rule, pattern, text, isNamed: true) }
      let whole = engine.patterns.confirming[target.confirming + 1]
      for value in values(ofKey: segment.node, text) {
        search(Window(segment: value, range: value.range), target.rule, whole, text)
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
  ///
  /// - Parameter isNamed: The expression begins with a name, which must not be the end or part of another word.
  private mutating func search(
    _ window: Window, _ rule: Int, _ pattern: ConfirmingPattern, _ text: ScanText, isNamed: Bool = false
  ) {
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
      let isWord =
        !isNamed || NamedSecret.isWord(at: match.whole.lowerBound, of: compiled.names, in: text.bytes[window.segment.range])
      let end =
        isWord ? compiled.rule.extent.end(of: value, in: text.bytes) { judge($0, rule, window.segment, text) } : nil
      if let end {
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
    guard only == nil || only == rule, !value.isEmpty, compiled.accepts(text.bytes[value]),
      isWhole(value, compiled.rule, segment, text)
    else { return false }
    if !compiled.unless.isEmpty, hasContext(compiled.unless, near: value, in: segment, of: text, after: 0) {
      return false
    }
    if compiled.rule.isContextRequired, !isContextKnown,
      !hasContext(compiled.context, near: value, in: segment, of: text)
    {
      return false
    }
    keep(rule, segment, value)
    return true
  }

  /// Notes a finding at `value`, a range of the text that `segment` is part of.
  mutating func keep(_ rule: Int, _ segment: TextSegment, _ value: Range<Int>) {
    guard let index = segment.view else { return keep(Hit(rule: rule, node: segment.node, range: value, layers: [])) }
    let view = views[index]
    let start = segment.range.lowerBound
    var range = view.map.source(of: value.lowerBound - start..<value.upperBound - start)
    var derived = view
    while let parent = derived.parent {
      let base = derived.base
      derived = views[parent]
      range = derived.map.source(of: range.lowerBound - base..<range.upperBound - base)
    }
    guard let pieces = view.pieces else {
      return keep(Hit(rule: rule, node: segment.node, range: range, layers: view.layers))
    }
    keepJoined(rule, pieces.filter { $0.range.overlaps(range) }, range, view.layers)
  }

  /// What was found in joined strings counts where it reaches over a joint and no string of it tells the same
  /// alone. Personal data is short and made of common parts: joints of tables would be full of it.
  private mutating func keepJoined(_ rule: Int, _ pieces: [TextSegment], _ range: Range<Int>, _ layers: [ViewKind]) {
    guard pieces.count > 1, engine.rules[rule].rule.category != .pii else { return }
    let isKnown = hits.contains { hit in
      hit.rule == rule && hit.layers != layers && pieces.contains { $0.node == hit.node && hit.range.overlaps(range) }
    }
    if isKnown { return }
    for piece in pieces {
      keep(Hit(rule: rule, node: piece.node, range: piece.range.clamped(to: range), layers: layers))
    }
  }

  private mutating func keep(_ hit: Hit) {
    guard hits.count < DetectionLimits.findingsMax else {
      shortfall = .findings
      return
    }
    hits.append(hit)
  }

  /// Whether a credential is not cut out of a longer one, nor cut short by dots: neither opens anything.
  private func isWhole(_ value: Range<Int>, _ rule: DetectionRule, _ segment: TextSegment, _ text: ScanText) -> Bool {
    guard rule.category == .credential, rule.extent == .match || rule.extent == .token else { return true }
    let rest = text.bytes[value.upperBound..<segment.range.upperBound].prefix(3)
    if rest.elementsEqual([0x2e, 0x2e, 0x2e]) || rest.elementsEqual([0xe2, 0x80, 0xa6]) { return false }
    if rule.extent == .token, text.bytes[value].suffix(3).elementsEqual([0x2e, 0x2e, 0x2e]) { return false }
    guard rule.extent == .match, value.count >= Self.tokenBytesMin, let next = rest.first,
      let last = text.bytes[value].last
    else { return true }
    guard ASCII.isAlphanumeric(last) || last == 0x5f || last == 0x2d else { return true }
    if ASCII.isAlphanumeric(next) { return false }
    return !(next == 0x5f || next == 0x2d) || !(rest.dropFirst().first.map(ASCII.isAlphanumeric) ?? false)
  }

  /// Shorter values are found within longer ones, too: they are passwords and numbers.
  private static let tokenBytesMin = 16

  private func hasContext(
    _ words: [[UInt8]], near value: Range<Int>, in segment: TextSegment, of text: ScanText,
    after: Int = DetectionLimits.contextBytesAfter
  ) -> Bool {
    let from = max(segment.range.lowerBound, value.lowerBound - DetectionLimits.contextBytesBefore)
    let to = min(segment.range.upperBound, value.upperBound + after)
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
