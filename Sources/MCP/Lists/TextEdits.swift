/// Replacements in a text, none of which overlaps another.
struct TextEdits {
  struct Edit {
    let range: Range<Int>
    var replacement: [UInt8] = []
  }

  private var edits: [Edit]

  init(_ edits: [Edit]) { self.edits = edits }

  mutating func add(_ edit: Edit) { edits.append(edit) }

  /// The bytes of `part` with the edits made; edits lie within it.
  func applied(to bytes: [UInt8], in part: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(part.count + 32)
    var at = part.lowerBound
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard at <= edit.range.lowerBound else { continue }
      text.append(contentsOf: bytes[at..<edit.range.lowerBound])
      text.append(contentsOf: edit.replacement)
      at = edit.range.upperBound
    }
    text.append(contentsOf: bytes[at..<part.upperBound])
    return text
  }
}
