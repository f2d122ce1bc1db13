/// Bytes beyond ASCII.
enum NonASCII {
  /// Whether all bytes of `bytes[range]` are ASCII. Eight at a time.
  static func isAbsent(from bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else { return false }
    // SAFETY: the range was checked; unaligned loads stay below its end.
    return unsafe bytes.withUnsafeBytes { raw in
      var at = range.lowerBound
      var seen: UInt64 = 0
      while at &+ 32 <= range.upperBound {
        unsafe seen |= raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        unsafe seen |= raw.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self)
        unsafe seen |= raw.loadUnaligned(fromByteOffset: at &+ 16, as: UInt64.self)
        unsafe seen |= raw.loadUnaligned(fromByteOffset: at &+ 24, as: UInt64.self)
        at &+= 32
      }
      while at < range.upperBound {
        unsafe seen |= UInt64(raw[at])
        at &+= 1
      }
      return seen & 0x8080_8080_8080_8080 == 0
    }
  }
}
