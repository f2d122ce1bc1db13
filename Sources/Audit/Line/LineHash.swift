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

  /// Writes 64 lower-case hexadecimal digits, eight at a time.
  ///
  /// - Parameter room: 64 bytes.
  func writeHex(to room: UnsafeMutableRawBufferPointer) {
    guard room.count == Self.hexDigits else { return }
    for position in 0..<4 {
      // SAFETY: four words of two halves of eight digits are 64 bytes.
      let word = words[position]
      unsafe room.storeBytes(of: Self.digits(of: word & 0xffff_ffff).littleEndian, toByteOffset: position * 16, as: UInt64.self)
      unsafe room.storeBytes(of: Self.digits(of: word >> 32).littleEndian, toByteOffset: position * 16 + 8, as: UInt64.self)
    }
  }

  /// The eight digits of four bytes, the first digit of the lowest byte in the lowest byte.
  private static func digits(of bytes: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var lanes = (bytes | bytes << 16) & 0x0000_ffff_0000_ffff
    lanes = (lanes | lanes << 8) & 0x00ff_00ff_00ff_00ff
    let nibbles = (lanes >> 4 & 0x000f_000f_000f_000f) | (lanes & 0x000f_000f_000f_000f) << 8
    // Six more than a nibble reaches sixteen from ten on: those are letters.
    let letters = (nibbles &+ ones &* 6) >> 4 & ones
    return nibbles &+ ones &* 0x30 &+ letters &* 0x27
  }

  var hex: String {
    unsafe String(unsafeUninitializedCapacity: Self.hexDigits) { room in
      unsafe writeHex(to: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(room)[..<Self.hexDigits]))
      return Self.hexDigits
    }
  }
}
