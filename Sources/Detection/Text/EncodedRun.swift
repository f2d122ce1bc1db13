import Basics

/// Runs of base64 and hexadecimal digits, decoded leniently: whoever hides text does not care for padding.
enum EncodedRun {
  /// Whether `byte` can be part of a run.
  static func isDigit(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte == 0x2b || byte == 0x2f || byte == 0x2d || byte == 0x5f
  }

  /// What a run in either alphabet stands for; padding is optional. Nil for an impossible length or digit.
  static func base64Decoded(_ run: ArraySlice<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(run.count * 3 / 4 + 3)
    var group: UInt32 = 0
    var bits = 0
    for byte in run where byte != 0x3d {
      guard let value = sixBits(byte) else { return nil }
      group = (group << 6 | value) & 0xffff
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
      }
    }
    return bits == 6 ? nil : bytes
  }

  private static func sixBits(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x41...0x5a: UInt32(byte) - 0x41
    case 0x61...0x7a: UInt32(byte) - 0x61 + 26
    case 0x30...0x39: UInt32(byte) - 0x30 + 52
    case 0x2b, 0x2d: 62
    case 0x2f, 0x5f: 63
    default: nil
    }
  }

  /// What a run of hexadecimal digits stands for; nil if it is none or of odd length.
  static func hexDecoded(_ run: ArraySlice<UInt8>) -> [UInt8]? {
    guard run.count % 2 == 0 else { return nil }
    return Hex.decode(run)
  }

  /// Whether decoded bytes are text: valid UTF-8, and hardly any control character.
  static func isText(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 8 else { return false }
    let controls = bytes.reduce(into: 0) { count, byte in
      if byte < 0x20 && byte != 0x09 && byte != 0x0a && byte != 0x0d || byte == 0x7f { count += 1 }
    }
    guard controls * 20 <= bytes.count else { return false }
    return bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
  }
}
