/// Reads UTF-8 one code point at a time.
enum UTF8Decoder {
  /// The code point at `at` and its length in bytes; a byte that begins none is U+FFFD of length 1.
  /// Overlong forms are not told apart: nothing depends on them here.
  static func scalar(_ bytes: [UInt8], _ at: Int, _ end: Int) -> (UInt32, Int) {
    let lead = bytes[at]
    let (length, mask): (Int, UInt8) =
      switch lead {
      case 0..<0x80: (1, 0x7f)
      case 0xc2...0xdf: (2, 0x1f)
      case 0xe0...0xef: (3, 0x0f)
      case 0xf0...0xf4: (4, 0x07)
      default: (0, 0)
      }
    guard length > 0, at + length <= end else { return (0xfffd, 1) }
    var value = UInt32(lead & mask)
    for index in (at &+ 1)..<max(at &+ length, at &+ 1) {
      guard bytes[index] & 0xc0 == 0x80 else { return (0xfffd, 1) }
      value = value << 6 | UInt32(bytes[index] & 0x3f)
    }
    return (value, length)
  }
}
