/// Bytes as ASCII characters.
enum ASCII {
  static func uppercased(_ byte: UInt8) -> UInt8 { byte >= 0x61 && byte <= 0x7a ? byte &- 0x20 : byte }
  static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5a ? byte &+ 0x20 : byte }
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
  static func isUpper(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5a }
  static func isLower(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7a }
  static func isLetter(_ byte: UInt8) -> Bool { isLower(byte | 0x20) }
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) }
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) }

  /// Whether `word` (lower case) begins at `index` of `text`, whatever its case.
  static func has(_ word: [UInt8], at index: Int, of text: ArraySlice<UInt8>) -> Bool {
    guard index >= text.startIndex, text.endIndex - index >= word.count else { return false }
    for offset in word.indices where lowercased(text[index + offset]) != word[offset] { return false }
    return true
  }

  /// Whether `word` (lower case) is somewhere in `text`, whatever its case. O(text × word); for short texts.
  static func contains(_ word: [UInt8], in text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= word.count else { return false }
    return (text.startIndex...(text.endIndex - word.count)).contains { has(word, at: $0, of: text) }
  }
}
