#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Raw comparisons and the hash; the only loops over untyped memory.
enum Bytes {
  /// Drawn once a process, so that nobody outside can choose colliding keys.
  static let seed = UInt64.random(in: .min ... .max)

  @inline(__always)
  static func equal(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    // SAFETY: both callers hold at least `count` readable bytes.
    unsafe left == right || memcmp(left, right, count) == 0
  }

  static func compare(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Int {
    // SAFETY: as above.
    unsafe left == right ? 0 : Int(memcmp(left, right, count))
  }

  @inline(__always)
  static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.high ^ product.low
  }

  static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32 {
    var hash = mix(seed, UInt64(truncatingIfNeeded: count) &+ 0xD6E8_FEB8_6659_FD93)
    let raw = unsafe UnsafeRawPointer(bytes)
    var offset = 0
    while offset + 8 <= count {
      // SAFETY: eight bytes from the offset lie within the count.
      hash = mix(hash, unsafe raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    if offset < count {
      var tail: UInt64 = 0
      while offset < count {
        tail = tail << 8 | UInt64(unsafe bytes[offset])
        offset += 1
      }
      hash = mix(hash, tail)
    }
    hash = mix(hash, seed)
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }
}
