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

  /// Folds `bytes[range]`; bytes that are not UTF-8 are kept.
  static func fold(_ bytes: [UInt8], _ range: Range<Int>) -> Result {
    var result = Result()
    var runs = HiddenRuns()
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = bytes[at]
      if byte < 0x80 {
        runs.close(into: &result.hidden)
        result.text.append(byte, from: at, to: at + 1)
        at += 1
        continue
      }
      let (scalar, length) = UTF8Decoder.scalar(bytes, at, range.upperBound)
      let end = at + length
      runs.note(scalar, at..<end, into: &result.hidden)
      switch FoldingTable.folded(scalar) {
      case .same: for index in at..<end { result.text.append(bytes[index], from: index, to: index + 1) }
      case .nothing: result.isChanged = true
      case .ascii(let letter):
        result.isChanged = true
        result.text.append(letter, from: at, to: end)
      }
      at = end
    }
    runs.close(into: &result.hidden)
    return result
  }
}
