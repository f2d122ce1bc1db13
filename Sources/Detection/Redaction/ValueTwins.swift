import Basics

/// Other places of a document that hold a value which was found in one: a tool's answer says the same as text and as
/// structured content, and what the name of a member gave away in one is as secret in the other.
struct ValueTwins {
  /// Shorter values turn up by chance, in bytes.
  private static let valueBytesMin = 6
  /// Values looked for in one document; each is a pass over it.
  private static let valuesMax = 64

  /// `findings`, and one of the same kind for every further place of the same bytes.
  static func added(to findings: [Finding], in document: JSONDocument) -> [Finding] {
    var seen: Set<[UInt8]> = []
    var all = findings
    for finding in findings where finding.layers.isEmpty && finding.category != .limit && finding.category != .injection {
      let value = Array(document.bytes[finding.range.clamped(to: 0..<document.bytes.count)])
      guard value.count >= valueBytesMin, seen.count < valuesMax, seen.insert(value).inserted else { continue }
      for range in places(of: value, in: document.bytes) where !isKnown(range, all) {
        guard let node = node(holding: range, value.count, document) else { continue }
        var twin = finding
        (twin.node, twin.range) = (node, range)
        all.append(twin)
      }
    }
    return all
  }

  private static func isKnown(_ range: Range<Int>, _ findings: [Finding]) -> Bool {
    findings.contains { $0.range.overlaps(range) }
  }

  /// The places of `value`, which do not overlap. One pass; a first byte that is rare makes it a fast one.
  private static func places(of value: [UInt8], in bytes: [UInt8]) -> [Range<Int>] {
    guard let first = value.first, bytes.count >= value.count else { return [] }
    var found: [Range<Int>] = []
    var at = 0
    let last = bytes.count - value.count
    while at <= last {
      guard bytes[at] == first, bytes[at..<at + value.count].elementsEqual(value) else {
        at += 1
        continue
      }
      found.append(at..<at + value.count)
      at += value.count
    }
    return found
  }

  /// The string that holds `range`, or the number that it is, if nothing next to it makes it part of a longer word.
  private static func node(holding range: Range<Int>, _ count: Int, _ document: JSONDocument) -> Int? {
    let nodes = document.nodes
    let index = nodes.partitioningIndex { Int($0.start) > range.lowerBound } - 1
    guard nodes.indices.contains(index) else { return nil }
    let whole = nodes[index].range
    guard whole.lowerBound <= range.lowerBound, range.upperBound <= whole.upperBound else { return nil }
    switch nodes[index].kind {
    case .number: return whole == range ? index : nil
    case .string:
      let before = range.lowerBound > whole.lowerBound ? document.bytes[range.lowerBound - 1] : 0x20
      let after = range.upperBound < whole.upperBound ? document.bytes[range.upperBound] : 0x20
      return ASCII.isAlphanumeric(before) || ASCII.isAlphanumeric(after) ? nil : index
    default: return nil
    }
  }
}
