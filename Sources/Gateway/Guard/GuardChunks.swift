/// Cuts what a guard model is to read into pieces of a length that guard models take, each repeating the end of the one
/// before it, so that nothing hides at a cut.
enum GuardChunks {
  /// Bytes of one piece: about as many tokens as the windows of small guard models hold.
  static let bytesMax = 4_096
  static let overlapBytes = 512

  /// The pieces, cut between characters. At least one.
  static func pieces(of text: [UInt8]) -> [[UInt8]] {
    guard text.count > bytesMax else { return [text] }
    var pieces: [[UInt8]] = []
    var start = 0
    while true {
      let end = character(at: min(text.count, start + bytesMax), in: text)
      pieces.append(Array(text[start..<end]))
      guard end < text.count else { return pieces }
      start = character(at: end - overlapBytes, in: text)
    }
  }

  /// The nearest beginning of a character at or before `offset`.
  private static func character(at offset: Int, in text: [UInt8]) -> Int {
    var at = offset
    while at > 0, at < text.count, offset - at < 4, text[at] & 0xc0 == 0x80 { at -= 1 }
    return at
  }
}
