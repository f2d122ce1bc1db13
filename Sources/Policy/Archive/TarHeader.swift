/// The 512 bytes before each entry of a tar archive. Source: POSIX.1-2017, pax, ustar Interchange Format.
struct TarHeader {
  enum Kind {
    case file, directory
    /// Says something of the next entry (pax).
    case extended
    /// Says something of all entries; nothing that matters here.
    case global
    /// Holds the next entry's long name (GNU).
    case longName
    case link, other
  }

  static let bytes = 512

  let path: String
  let size: Int
  let kind: Kind

  /// Nil if the block is not a header: its sum is wrong, or a number is none.
  init?(_ block: ArraySlice<UInt8>) {
    guard block.count == Self.bytes, let sum = Self.number(block, 148, 8), Self.sum(of: block) == sum,
      let size = Self.number(block, 124, 12)
    else { return nil }
    let name = Self.text(block, 0, 100)
    let isUstar = Self.text(block, 257, 5) == "ustar"
    let prefix = isUstar ? Self.text(block, 345, 155) : ""
    path = prefix.isEmpty ? name : "\(prefix)/\(name)"
    self.size = size
    kind = Self.kind(block[block.startIndex + 156])
  }

  private static func kind(_ flag: UInt8) -> Kind {
    switch flag {
    case 0, UInt8(ascii: "0"), UInt8(ascii: "7"): .file
    case UInt8(ascii: "5"): .directory
    case UInt8(ascii: "x"): .extended
    case UInt8(ascii: "g"): .global
    case UInt8(ascii: "L"): .longName
    case UInt8(ascii: "1"), UInt8(ascii: "2"): .link
    default: .other
    }
  }

  /// The sum of all bytes, with the sum's own place read as spaces.
  private static func sum(of block: ArraySlice<UInt8>) -> Int {
    var total = 0
    for (index, byte) in block.enumerated() {
      total += (148..<156).contains(index) ? Int(UInt8(ascii: " ")) : Int(byte)
    }
    return total
  }

  private static func text(_ block: ArraySlice<UInt8>, _ offset: Int, _ length: Int) -> String {
    let start = block.startIndex + offset
    return String(decoding: block[start..<(start + length)].prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Octal digits between spaces and zeros, or a number of base 256 if the first bit says so.
  private static func number(_ block: ArraySlice<UInt8>, _ offset: Int, _ length: Int) -> Int? {
    let start = block.startIndex + offset
    let field = block[start..<(start + length)]
    if let first = field.first, first & 0x80 != 0 {
      var value = 0
      for (index, byte) in field.enumerated() {
        guard value < 1 << 40 else { return nil }
        value = value << 8 | Int(index == 0 ? byte & 0x7F : byte)
      }
      return value
    }
    let digits = field.drop { $0 == UInt8(ascii: " ") }.prefix { $0 != 0 && $0 != UInt8(ascii: " ") }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
      value = value << 3 | Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
