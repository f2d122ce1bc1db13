/// One element of DER (X.690): tag, contents, and the bytes of the whole.
struct DERElement {
  enum Tag {
    static let boolean: UInt8 = 0x01
    static let integer: UInt8 = 0x02
    static let bitString: UInt8 = 0x03
    static let octetString: UInt8 = 0x04
    static let identifier: UInt8 = 0x06
    static let utcTime: UInt8 = 0x17
    static let generalizedTime: UInt8 = 0x18
    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31
  }

  let tag: UInt8
  let contents: ArraySlice<UInt8>
  let whole: ArraySlice<UInt8>

  /// The element at the front of `bytes`, which then start behind it.
  init?(_ bytes: inout ArraySlice<UInt8>) {
    let start = bytes.startIndex
    guard bytes.count >= 2 else { return nil }
    tag = bytes[start]
    guard tag & 0x1F != 0x1F else { return nil }
    var length = Int(bytes[start + 1])
    var from = start + 2
    if length & 0x80 != 0 {
      let count = length & 0x7F
      guard count > 0, count <= 4, from + count <= bytes.endIndex else { return nil }
      length = bytes[from..<(from + count)].reduce(0) { $0 << 8 | Int($1) }
      guard length >= 0x80, bytes[from] != 0 else { return nil }
      from += count
    }
    guard length <= bytes.endIndex - from else { return nil }
    contents = bytes[from..<(from + length)]
    whole = bytes[start..<(from + length)]
    bytes = bytes[(from + length)...]
  }

  /// The only element of `bytes`.
  static func only(_ bytes: ArraySlice<UInt8>) -> DERElement? {
    var rest = bytes
    guard let element = DERElement(&rest), rest.isEmpty else { return nil }
    return element
  }

  /// The elements inside; nil if the contents are something else.
  var children: [DERElement]? {
    var rest = contents
    var result: [DERElement] = []
    while !rest.isEmpty {
      guard let element = DERElement(&rest) else { return nil }
      result.append(element)
    }
    return result
  }

  /// The elements of a sequence.
  var sequence: [DERElement]? { tag == Tag.sequence ? children : nil }

  // MARK: - Contents

  /// A whole number, two's complement.
  var integer: BigInteger? {
    guard tag == Tag.integer, let first = contents.first else { return nil }
    let value = BigNatural(bytes: contents)
    guard first & 0x80 != 0 else { return BigInteger(magnitude: value, isNegative: false) }
    return BigInteger(magnitude: (BigNatural.one << (contents.count * 8)) - value, isNegative: true)
  }

  /// The bytes of a number without its leading zero.
  var magnitude: [UInt8] { Array(contents.drop { $0 == 0 }) }

  var boolean: Bool { contents.first.map { $0 != 0 } ?? false }

  /// The bytes of a bit string of whole bytes.
  var bits: ArraySlice<UInt8>? { tag == Tag.bitString && contents.first == 0 ? contents.dropFirst() : nil }

  /// An object identifier's arcs.
  var identifier: [UInt64]? {
    guard tag == Tag.identifier, !contents.isEmpty else { return nil }
    var arcs: [UInt64] = []
    var value: UInt64 = 0
    for byte in contents {
      guard value < 1 << 56 else { return nil }
      value = value << 7 | UInt64(byte & 0x7F)
      if byte & 0x80 != 0 { continue }
      if arcs.isEmpty {
        arcs = [min(value / 40, 2), value - min(value / 40, 2) * 40]
      } else {
        arcs.append(value)
      }
      value = 0
    }
    return contents.last.map { $0 & 0x80 == 0 } == true ? arcs : nil
  }

  var identifierText: String { (identifier ?? []).map { String($0) }.joined(separator: ".") }

  /// Text of the string types that certificates use; UTF-16 and Latin-1 where the tag says so.
  var text: String? {
    switch tag {
    case 0x0C, 0x12, 0x13, 0x16, 0x1A: return String(decoding: contents, as: UTF8.self)
    case 0x14: return String(String.UnicodeScalarView(contents.map { Unicode.Scalar($0) }))
    case 0x1E:
      let units = stride(from: contents.startIndex, to: contents.endIndex - 1, by: 2).map { index in
        UInt16(contents[index]) << 8 | UInt16(contents[index + 1])
      }
      return String(decoding: units, as: UTF16.self)
    default: return nil
    }
  }

  /// Nanoseconds since 1970 of a time in UTC.
  var time: Int64? {
    let digits = contents.map { Int($0) - 48 }
    guard digits.last == Int(UInt8(ascii: "Z")) - 48 else { return nil }
    let width = tag == Tag.utcTime ? 2 : tag == Tag.generalizedTime ? 4 : 0
    guard width > 0, digits.count == width + 11, digits.dropLast().allSatisfy({ (0...9).contains($0) }) else { return nil }
    var year = digits[..<width].reduce(0) { $0 * 10 + $1 }
    if width == 2 { year += year >= 50 ? 1900 : 2000 }
    let parts = stride(from: width, to: width + 10, by: 2).map { digits[$0] * 10 + digits[$0 + 1] }
    guard (1...12).contains(parts[0]), (1...31).contains(parts[1]), parts[2] < 24, parts[3] < 60, parts[4] < 60 else { return nil }
    let days = CivilTime.days(year, parts[0], parts[1])
    // Times beyond what nanoseconds of 64 bits reach are as good as never.
    return CivilTime.nanoseconds(days: days, seconds: parts[2] * 3600 + parts[3] * 60 + parts[4], fraction: 0, offset: 0)
      ?? (year < 1970 ? .min : .max)
  }
}

extension BigNatural {
  /// From bytes, most significant first.
  init(bytes: some BidirectionalCollection<UInt8>) {
    var limbs: [UInt32] = []
    for (index, byte) in bytes.reversed().enumerated() {
      if index % 4 == 0 { limbs.append(0) }
      limbs[index / 4] |= UInt32(byte) << UInt32(index % 4 * 8)
    }
    self.init(limbs: limbs)
  }

  var bytes: [UInt8] {
    let all = limbs.reversed().flatMap { limb in (0..<4).map { UInt8(truncatingIfNeeded: limb >> UInt32(24 - $0 * 8)) } }
    return Array(all.drop { $0 == 0 })
  }
}
