import Basics

/// Identifiers of calls.
enum Identifiers {
  /// A UUID of version 7: sorted by time, 36 characters. Source: RFC 9562 §5.7.
  static func decision(at now: Timestamp, _ random: inout RandomPool) -> String {
    let milliseconds = UInt64(clamping: now.nanoseconds / 1_000_000)
    let first = random.next()
    let high = milliseconds << 16 | 0x7000 | (first & 0x0FFF)
    let low = random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return unsafe String(unsafeUninitializedCapacity: 36) { buffer in
      var at = 0
      for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 {
          unsafe buffer[at] = UInt8(ascii: "-")
          at += 1
        }
        let word = index < 16 ? high : low
        unsafe buffer[at] = Hex.digit(UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (index % 16))) & 15)
        at += 1
      }
      return at
    }
  }

  /// 32 hexadecimal digits, not all zero. Source: W3C Trace Context §3.2.2.3.
  static func trace(_ random: inout RandomPool) -> String { digits(random.next() | 1) + digits(random.next()) }

  /// 16 hexadecimal digits, not all zero.
  static func span(_ random: inout RandomPool) -> String { digits(random.next() | 1) }

  private static func digits(_ word: UInt64) -> String {
    unsafe String(unsafeUninitializedCapacity: 16) { buffer in
      for index in 0..<16 {
        unsafe buffer[index] = Hex.digit(UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * index)) & 15)
      }
      return 16
    }
  }

  /// The trace id of a `traceparent` value, if it is well formed. Source: W3C Trace Context §3.2.
  static func traceID(of traceparent: String) -> String? {
    let bytes = Array(traceparent.utf8)
    guard bytes.count == 55, bytes[2] == 0x2D, bytes[35] == 0x2D, bytes[52] == 0x2D,
      bytes.enumerated().allSatisfy({ [2, 35, 52].contains($0) || isLowerHex($1) }),
      !bytes.starts(with: "ff".utf8), bytes[3..<35].contains(where: { $0 != 0x30 }),
      bytes[36..<52].contains(where: { $0 != 0x30 })
    else { return nil }
    return String(decoding: bytes[3..<35], as: UTF8.self)
  }

  private static func isLowerHex(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }
}
