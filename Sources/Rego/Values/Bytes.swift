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

  /// Up to this length, in bytes, comparing at every place is quicker than making a table.
  private static let shortNeedle = 32

  /// Where `needle` first occurs, in time that is linear whatever the bytes are.
  static func find(
    _ needle: UnsafePointer<UInt8>, _ length: Int, in bytes: UnsafePointer<UInt8>, _ count: Int
  ) -> Int? {
    guard length <= count, length > 0 else { return length == 0 ? 0 : nil }
    // SAFETY: as above; all offsets are below the counts.
    if length <= shortNeedle {
      for start in 0...(count - length) where unsafe bytes[start] == needle[0] {
        if unsafe equal(bytes + start, needle, length) { return start }
      }
      return nil
    }
    // SOURCE: Knuth, Morris, Pratt, Fast Pattern Matching in Strings (1977).
    var borders = [Int](repeating: 0, count: length)
    var matched = 0
    for index in 1..<length {
      while matched > 0, unsafe needle[index] != needle[matched] { matched = borders[matched - 1] }
      if unsafe needle[index] == needle[matched] { matched += 1 }
      borders[index] = matched
    }
    matched = 0
    for index in 0..<count {
      while matched > 0, unsafe bytes[index] != needle[matched] { matched = borders[matched - 1] }
      if unsafe bytes[index] == needle[matched] { matched += 1 }
      if matched == length { return index - length + 1 }
    }
    return nil
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
