/// The regular files of a tar archive. SOURCE: POSIX.1-2017, pax, "ustar Interchange Format".
enum TarArchive {
  struct Member {
    var name: String
    var range: Range<Int>
  }

  static func members(of bytes: [UInt8]) -> [Member] {
    var members: [Member] = []
    var at = 0
    var longName: String?
    while at + 512 <= bytes.count, bytes[at] != 0 {
      guard let size = octal(bytes[at + 124..<at + 136]), size <= bytes.count - at - 512 else { break }
      let body = at + 512..<at + 512 + size
      switch bytes[at + 156] {
      case 0x4c: longName = text(bytes[body])  // GNU: the name of the next member
      case 0x30, 0:
        let prefix = text(bytes[at + 345..<at + 500])
        let name = text(bytes[at..<at + 100])
        members.append(Member(name: longName ?? (prefix.isEmpty ? name : prefix + "/" + name), range: body))
        longName = nil
      default: break
      }
      at += 512 + (size + 511) / 512 * 512
    }
    return members
  }

  private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in field where (0x30...0x37).contains(byte) {
      value = value * 8 + Int(byte - 0x30)
      if value > 1 << 40 { return nil }
    }
    return value
  }

  private static func text(_ field: ArraySlice<UInt8>) -> String { String(decoding: field.prefix { $0 != 0 }, as: UTF8.self) }
}
