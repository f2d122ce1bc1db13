/// The features of a text that the classifier weighs: hashed n-grams of bytes, and words and pairs of words.
///
/// A text is first brought to one form: ASCII letters lower case, digits zero, white space and control characters one
/// space. `Benchmarks/classifier/features.py` computes the same, byte for byte.
enum TextFeatures {
  /// Lengths of the n-grams, in bytes.
  private static let shortest = 4
  private static let longest = 6
  private static let basis: UInt32 = 2_166_136_261
  private static let prime: UInt32 = 16_777_619
  private static let wordSalt: UInt32 = 0x57
  private static let pairSalt: UInt32 = 0x50

  /// `text` in the one form.
  static func normalized(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var isGap = true
    for byte in text {
      if byte <= 0x20 || byte == 0x7f {
        if !isGap { result.append(0x20) }
        isGap = true
        continue
      }
      isGap = false
      result.append(ASCII.isDigit(byte) ? 0x30 : ASCII.lowercased(byte))
    }
    if result.last == 0x20 { result.removeLast() }
    return result
  }

  /// Calls `body` with the hash of each feature of a normalised window, with repetition.
  static func forEach(in window: ArraySlice<UInt8>, _ body: (UInt32) -> Void) {
    // SAFETY: the buffer is read within its bounds only, for the time of the call.
    unsafe window.withUnsafeBufferPointer { bytes in
      let count = bytes.count
      var start = 0
      while start < count {
        var state = basis
        var length = 0
        while length < longest, start &+ length < count {
          state = (state ^ UInt32(unsafe bytes[start &+ length])) &* prime
          length &+= 1
          if length >= shortest { body(mixed(state ^ UInt32(truncatingIfNeeded: length))) }
        }
        start &+= 1
      }
      var (word, last): (UInt32, UInt32?) = (basis, nil)
      var isInside = false
      for at in 0...count {
        let byte = at < count ? unsafe bytes[at] : 0x20
        if isWord(byte) {
          word = (word ^ UInt32(byte)) &* prime
          isInside = true
        } else if isInside {
          body(mixed(word ^ wordSalt))
          if let last { body(mixed((last &* prime ^ word) ^ pairSalt)) }
          last = word
          word = basis
          isInside = false
        }
      }
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool { byte >= 0x80 || ASCII.isLower(byte) || byte == 0x30 }

  private static func mixed(_ hash: UInt32) -> UInt32 {
    let first = (hash ^ hash >> 15) &* 0x2c1b_3c6d
    return first ^ first >> 12
  }
}
