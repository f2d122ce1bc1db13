import Basics

/// Replaces found spans by placeholders and nothing else.
///
/// A string keeps its quotes and the rest of its bytes; a number becomes a string, because no number says
/// that one is missing. A key that would become the twin of another gets a number: `[REDACTED:X#2]`.
struct Redactor {
  /// A span of the document and what comes in its place.
  private struct Edit {
    var range: Range<Int>
    var type: String
    var severity: DetectionSeverity
    var node: Int
  }

  static func placeholder(_ type: String, number: Int = 1) -> [UInt8] {
    Array((number < 2 ? "[REDACTED:\(type)]" : "[REDACTED:\(type)#\(number)]").utf8)
  }

  static func redacted(text: [UInt8], _ findings: [Finding]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var copied = 0
    for edit in merged(findings, within: { _ in 0..<text.count }, bytes: text) {
      result.append(contentsOf: text[copied..<edit.range.lowerBound])
      result.append(contentsOf: placeholder(edit.type))
      copied = edit.range.upperBound
    }
    result.append(contentsOf: text[copied...])
    return result
  }

  static func redacted(_ document: JSONDocument, _ findings: [Finding]) -> [UInt8] {
    let nodes = document.nodes
    let edits = merged(
      findings, within: { nodes.indices.contains($0) ? nodes[$0].range : nil }, bytes: document.bytes)
    var keys = KeyTwins(document)
    var result: [UInt8] = []
    result.reserveCapacity(document.bytes.count)
    var copied = 0
    for (index, edit) in edits.enumerated() {
      let node = nodes[edit.node]
      if node.kind == .number {
        result.append(contentsOf: document.bytes[copied..<Int(node.start)])
        result.append(contentsOf: [0x22] + placeholder(edit.type) + [0x22])
        copied = Int(node.end)
        continue
      }
      guard node.kind == .string, edit.range.lowerBound >= copied else { continue }
      result.append(contentsOf: document.bytes[copied..<edit.range.lowerBound])
      copied = edit.range.upperBound
      let isLastOfNode = index + 1 >= edits.count || edits[index + 1].node != edit.node
      guard node.isKey, isLastOfNode else {
        result.append(contentsOf: placeholder(edit.type))
        continue
      }
      let tail = document.bytes[edit.range.upperBound..<Int(node.end)]
      result.append(
        contentsOf: keys.uniquePlaceholder(edit.type, key: edit.node, written: result, tail: tail))
    }
    result.append(contentsOf: document.bytes[copied...])
    return result
  }

  /// Findings as edits in order, overlapping or touching ones in one node made one, on whole characters.
  private static func merged(
    _ findings: [Finding], within nodeRange: (Int) -> Range<Int>?, bytes: [UInt8]
  ) -> [Edit] {
    var edits: [Edit] = []
    for finding in findings where finding.category != .limit {
      guard let limits = nodeRange(finding.node) else { continue }
      let range = characterAligned(finding.range.clamped(to: limits), limits, bytes)
      if range.isEmpty { continue }
      edits.append(Edit(range: range, type: finding.type, severity: finding.severity, node: finding.node))
    }
    edits.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var kept: [Edit] = []
    for edit in edits {
      guard let last = kept.last, last.node == edit.node, edit.range.lowerBound < last.range.upperBound else {
        kept.append(edit)
        continue
      }
      let isStronger = (edit.severity, edit.range.count) > (last.severity, last.range.count)
      let end = max(last.range.upperBound, edit.range.upperBound)
      kept[kept.count - 1].range = last.range.lowerBound..<end
      if isStronger { kept[kept.count - 1].type = edit.type }
      kept[kept.count - 1].severity = max(last.severity, edit.severity)
    }
    return kept
  }

  /// Widens a range so that it does not cut a UTF-8 character.
  private static func characterAligned(_ range: Range<Int>, _ limits: Range<Int>, _ bytes: [UInt8]) -> Range<
    Int
  > {
    guard !range.isEmpty, range.upperBound <= bytes.count else { return range }
    var (start, end) = (range.lowerBound, range.upperBound)
    while start > limits.lowerBound, bytes[start] & 0xc0 == 0x80 { start -= 1 }
    while end < limits.upperBound, bytes[end] & 0xc0 == 0x80 { end += 1 }
    return start..<end
  }
}
