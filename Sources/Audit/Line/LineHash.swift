import Crypto

/// SHA-256 of one line without its line end: what the next line calls `prev_hash`.
///
/// Four words rather than an array, because the writer and the verifier make one for every line.
struct LineHash: Sendable, Hashable {
  static let hexDigits = 64

  private let words: SIMD4<UInt64>

  /// What the first line of a log names as its predecessor: the hash of nothing.
  static let genesis = LineHash(of: [])

  init(of line: [UInt8]) {
    self = unsafe line.withUnsafeBytes { unsafe LineHash(of: $0) }
  }

  /// - Complexity: O(n) in bytes, no allocation.
  init(of line: UnsafeRawBufferPointer) {
    var function = SHA256()
    unsafe function.update(bufferPointer: line)
    // SAFETY: a SHA-256 digest has 32 bytes.
    words = unsafe function.finalize().withUnsafeBytes { unsafe $0.loadUnaligned(as: SIMD4<UInt64>.self) }
  }

  /// Reads 64 lower-case hexadecimal digits; nil if they are not.
  init?(hex: some Collection<UInt8>) {
    guard hex.count == Self.hexDigits else { return nil }
    var words = SIMD4<UInt64>()
    for (position, digit) in hex.enumerated() {
      let value: UInt8
      switch digit {
      case 0x30...0x39: value = digit &- 0x30
      case 0x61...0x66: value = digit &- 0x57
      default: return nil
      }
      // Bytes are kept in the order of the digest: the first byte is the lowest of the first word.
      let shift = UInt64((position % 16) / 2 * 8 + (position % 2 == 0 ? 4 : 0))
      words[position / 16] |= UInt64(value) << shift
    }
    self.words = words
  }

  /// Appends 64 lower-case hexadecimal digits.
  func appendHex(to bytes: inout [UInt8]) {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.hexDigits) { digits in
      // SAFETY: four words of eight bytes of two digits are 64, and all are written before they are read.
      var index = 0
      for position in 0..<4 {
        var word = words[position]
        for _ in 0..<8 {
          unsafe digits.initializeElement(at: index, to: Self.digit(word >> 4))
          unsafe digits.initializeElement(at: index &+ 1, to: Self.digit(word))
          index &+= 2
          word >>= 8
        }
      }
      unsafe bytes.append(contentsOf: digits)
    }
  }

  /// The digit of the lowest four bits.
  private static func digit(_ bits: UInt64) -> UInt8 {
    let value = UInt8(truncatingIfNeeded: bits & 15)
    return value &+ (value < 10 ? 0x30 : 0x57)
  }

  var hex: String {
    var bytes: [UInt8] = []
    appendHex(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
