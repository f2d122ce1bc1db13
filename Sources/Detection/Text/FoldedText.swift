/// Text folded to what a reader, or a model, takes it for: look-alikes and styled letters become ASCII,
/// accents go, invisible characters go, hidden ones are brought to light.
///
/// - Source: Unicode UTS #39 §4 (confusables) and UAX #15 (NFKC) for the idea; the table is a selection.
enum FoldedText {
  struct Result {
    var text = DerivedText()
    /// Where characters stand that show nothing but can say something.
    var hidden: [(kind: HiddenText, range: Range<Int>)] = []
    var isChanged = false
  }

  /// Folds `bytes[range]`; bytes that are not UTF-8 are kept. The text is only written if something changes.
  static func fold(_ bytes: [UInt8], _ range: Range<Int>) -> Result {
    var result = Result()
    var runs = HiddenRuns()
    var at = range.lowerBound
    var copied = at
    while at < range.upperBound {
      guard bytes[at] >= 0x80 else {
        runs.close(into: &result.hidden)
        at += 1
        continue
      }
      let (scalar, length) = UTF8Decoder.scalar(bytes, at, range.upperBound)
      let end = at + length
      runs.note(scalar, at..<end, into: &result.hidden)
      let folding = FoldingTable.folded(scalar)
      if folding != .same {
        result.text.copy(bytes, copied..<at)
        if case .ascii(let letter) = folding { result.text.append(letter, from: at, to: end) }
        result.isChanged = true
        copied = end
      }
      at = end
    }
    runs.close(into: &result.hidden)
    if result.isChanged { result.text.copy(bytes, copied..<range.upperBound) }
    return result
  }
}
