import Basics

/// The text of a JSON string that has escapes, with the way back to its raw bytes.
enum UnescapedString {
  /// Appends the text of `raw` (without quotes, already checked) to `bytes`.
  static func append(_ raw: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    var at = raw.startIndex
    while at < raw.endIndex {
      if let stop = raw[at...].firstIndex(of: 0x5c) {
        bytes.append(contentsOf: raw[at..<stop])
        let end = escapeEnd(raw, stop)
        bytes.append(contentsOf: JSONEscapes.unescaped(raw[stop..<end]))
        at = end
      } else {
        bytes.append(contentsOf: raw[at...])
        return
      }
    }
  }

  /// The text of `raw` and, for each of its bytes, where in the document it comes from.
  static func derived(_ raw: ArraySlice<UInt8>) -> DerivedText {
    var text = DerivedText()
    var at = raw.startIndex
    while at < raw.endIndex {
      guard raw[at] == 0x5c else {
        text.append(raw[at], from: at, to: at + 1)
        at += 1
        continue
      }
      let end = escapeEnd(raw, at)
      for byte in JSONEscapes.unescaped(raw[at..<end]) { text.append(byte, from: at, to: end) }
      at = end
    }
    return text
  }

  /// The offset after the escape that begins at `at`; a surrogate pair is one escape.
  private static func escapeEnd(_ raw: ArraySlice<UInt8>, _ at: Int) -> Int {
    guard at + 1 < raw.endIndex, raw[at + 1] == 0x75 else { return min(at + 2, raw.endIndex) }
    guard at + 3 < raw.endIndex, raw[at + 2] | 0x20 == 0x64, "89abAB".utf8.contains(raw[at + 3])
    else { return min(at + 6, raw.endIndex) }
    return min(at + 12, raw.endIndex)
  }
}
