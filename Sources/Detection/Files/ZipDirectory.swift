/// The central directory of a zip archive. SOURCE: PKWARE APPNOTE 6.3.10, §4.3.
enum ZipDirectory {
  struct Member {
    var name: String
    var method: Int
    var packed: Int
    var size: Int
    /// Where the local header begins.
    var start: Int

    /// The member's bytes; nil if they are encrypted, of a method other than stored and deflated, damaged or too long.
    func content(in bytes: [UInt8], bytesMax: Int) -> [UInt8]? {
      guard start + 30 <= bytes.count, ZipDirectory.number(bytes, start, 4) == 0x0403_4b50,
        ZipDirectory.number(bytes, start + 6, 2) & 1 == 0
      else { return nil }
      let body = start + 30 + ZipDirectory.number(bytes, start + 26, 2) + ZipDirectory.number(bytes, start + 28, 2)
      guard body <= bytes.count, packed <= bytes.count - body, size <= bytesMax else { return nil }
      if method == 0 { return Array(bytes[body..<body + packed]) }
      guard method == 8 else { return nil }
      var inflater = Inflater(bytes, at: body, bytesMax: bytesMax)
      guard case .whole(let content) = inflater.run() else { return nil }
      return content
    }
  }

  /// The members of an archive, directories left out; nil without a directory.
  static func members(of bytes: [UInt8]) -> [Member]? {
    guard let end = end(of: bytes) else { return nil }
    var at = number(bytes, end + 16, 4)
    let count = number(bytes, end + 10, 2)
    var members: [Member] = []
    for _ in 0..<count {
      guard at >= 0, at + 46 <= bytes.count, number(bytes, at, 4) == 0x0201_4b50 else { return members }
      let nameLength = number(bytes, at + 28, 2)
      guard at + 46 + nameLength <= bytes.count else { return members }
      let name = String(decoding: bytes[at + 46..<at + 46 + nameLength], as: UTF8.self)
      if !name.hasSuffix("/") {
        members.append(
          Member(
            name: name, method: number(bytes, at + 10, 2), packed: number(bytes, at + 20, 4),
            size: number(bytes, at + 24, 4), start: number(bytes, at + 42, 4)))
      }
      at += 46 + nameLength + number(bytes, at + 30, 2) + number(bytes, at + 32, 2)
    }
    return members
  }

  /// Where the record lies that ends the directory: within the last 64 KB, before a comment.
  private static func end(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let first = max(0, bytes.count - 22 - 65_535)
    return (first...bytes.count - 22).reversed().first { bytes[$0] == 0x50 && number(bytes, $0, 4) == 0x0605_4b50 }
  }

  fileprivate static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
    guard at >= 0, at + count <= bytes.count else { return 0 }
    return (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << ($1 * 8) }
  }
}
