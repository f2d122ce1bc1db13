/// Replacements of parts of a message, none of which overlaps another.
enum MessageEdits {
  /// - Complexity: O(bytes).
  static func replacing(_ edits: [(range: Range<Int>, text: [UInt8])], in bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + 64)
    var at = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) where edit.range.lowerBound >= at {
      text += bytes[at..<edit.range.lowerBound]
      text += edit.text
      at = edit.range.upperBound
    }
    return text + bytes[at...]
  }
}
