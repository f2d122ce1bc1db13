/// Makes archives of any bytes, so that a fuzzer need not find out how their checksums are computed.
enum StoredArchive {
  private static let blockBytes = 512

  /// Every block that could be a head gets its sum. Source: POSIX.1-2017, pax, ustar Interchange Format.
  static func tar(_ bytes: [UInt8]) -> [UInt8] {
    var archive = bytes
    let missing = (blockBytes - bytes.count % blockBytes) % blockBytes
    archive += [UInt8](repeating: 0, count: missing)
    for start in stride(from: 0, to: archive.count, by: blockBytes) where isHead(archive[start..<(start + blockBytes)]) {
      let field = (start + 148)..<(start + 156)
      for index in field { archive[index] = UInt8(ascii: " ") }
      let sum = archive[start..<(start + blockBytes)].reduce(0) { $0 + Int($1) }
      let digits = Array(String(sum, radix: 8).utf8)
      let padded = [UInt8](repeating: UInt8(ascii: "0"), count: max(0, 6 - digits.count)) + digits + [0]
      for (index, byte) in zip(field, padded) { archive[index] = byte }
    }
    return archive
  }

  private static func isHead(_ block: ArraySlice<UInt8>) -> Bool {
    block[(block.startIndex + 257)..<(block.startIndex + 262)].elementsEqual("ustar".utf8)
  }

  /// One stored block after the other. Source: RFC 1952; RFC 1951, section 3.2.4.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(0xFFFF)
      rest = rest.dropFirst(block.count)
      let length = UInt16(truncatingIfNeeded: block.count)
      output.append(rest.isEmpty ? 1 : 0)
      for word in [length, ~length] { output += [UInt8(word & 0xFF), UInt8(word >> 8)] }
      output += block
    } while !rest.isEmpty
    for word in [crc32(bytes), UInt32(truncatingIfNeeded: bytes.count)] {
      output += (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
    return output
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
