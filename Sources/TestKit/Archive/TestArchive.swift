/// Makes tar archives and gzip files for tests, the wrong ones too.
public struct TestArchive: Sendable {
  public private(set) var tar: [UInt8] = []

  public init() {}

  /// An archive of these files, in order of their names.
  public init(_ files: [String: String]) {
    for (path, text) in files.sorted(by: { $0.key < $1.key }) { add(path, Array(text.utf8)) }
  }

  /// Adds an entry.
  ///
  /// - Parameters:
  ///   - kind: The type flag: `0` a file, `2` a symbolic link, `5` a directory, `x` pax records, `L` a long name.
  ///   - size: What the head says, if not the truth.
  public mutating func add(_ path: String, _ bytes: [UInt8], kind: Character = "0", size: Int? = nil) {
    var head = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.enumerated() { head[offset + index] = byte }
    }
    put(String(path.prefix(100)), at: 0)
    put("0000644", at: 100)
    put(Self.octal(size ?? bytes.count, digits: 11), at: 124)
    put("00000000000", at: 136)
    put(String(kind), at: 156)
    put("ustar", at: 257)
    put("00", at: 263)
    let sum = head.reduce(8 * 32) { $0 + Int($1) }
    put(Self.octal(sum, digits: 6), at: 148)
    head[155] = 0x20
    tar += head + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
  }

  /// The archive with its end, gzipped.
  public var bytes: [UInt8] { Self.gzip(tar + [UInt8](repeating: 0, count: 1_024)) }

  /// A gzip file (RFC 1952) whose blocks are stored as they are.
  public static func gzip(_ content: [UInt8]) -> [UInt8] {
    var out: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var rest = content[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      let length = UInt16(block.count)
      out += [rest.isEmpty ? 1 : 0] + little(length) + little(~length) + block
    } while !rest.isEmpty
    return out + little(checksum(content)) + little(UInt32(truncatingIfNeeded: content.count))
  }

  private static func octal(_ value: Int, digits: Int) -> String {
    let text = String(value, radix: 8)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  private static func little<Word: FixedWidthInteger & UnsignedInteger>(_ word: Word) -> [UInt8] {
    stride(from: 0, to: Word.bitWidth, by: 8).map { UInt8(truncatingIfNeeded: word >> Word($0)) }
  }

  /// CRC-32 of ISO 3309, as gzip wants it.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = .max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
