/// How deep a value is and how large it would be if nothing in it were shared, kept in 24 bits of the value itself.
///
/// Values share their parts, so a few steps can make one that takes years to compare or to write out; this is known as
/// soon as it is made. The size is rounded down to 9 significant bits.
///
/// ```
/// depth 10 bits | size: exponent 6 bits, mantissa 8 bits
/// ```
struct Measure: BitwiseCopyable {
  var packed: UInt32

  /// Sizes are not told apart above this.
  static let sizeCeiling: UInt64 = 1 << 40
  private static let depthCeiling: UInt32 = 1023

  @inline(__always)
  init(packed: UInt32) { self.packed = packed }

  @inline(__always)
  init(depth: UInt32, size: UInt64) {
    packed = min(depth, Measure.depthCeiling) << 14 | Measure.encode(size)
  }

  /// Collections within each other, 0 for scalars.
  @inline(__always)
  var depth: UInt32 { packed >> 14 }

  /// Scalars in it, each collection and each 16 bytes of text counted as one more.
  @inline(__always)
  var size: UInt64 {
    let code = packed & 0x3FFF
    if code < 256 { return UInt64(max(code, 1)) }
    return UInt64(256 | (code & 255)) << UInt64(min(code >> 8, 32) &- 1)
  }

  @inline(__always)
  private static func encode(_ size: UInt64) -> UInt32 {
    if size < 256 { return UInt32(truncatingIfNeeded: size) }
    let shift = UInt32(truncatingIfNeeded: 55 - min(size, sizeCeiling).leadingZeroBitCount)
    let mantissa = UInt32(truncatingIfNeeded: min(size, sizeCeiling) >> UInt64(shift)) & 255
    return (shift &+ 1) << 8 | mantissa
  }
}
