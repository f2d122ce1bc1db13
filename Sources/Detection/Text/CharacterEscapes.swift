import Basics

/// Texts in which single characters are written by number: percent, HTML references, backslash escapes.
enum CharacterEscapes {
  /// `text[range]` with the escapes of `kind` undone; nil if there are none.
  static func undone(_ kind: ViewKind, in text: [UInt8], _ range: Range<Int>) -> DerivedText? {
    var derived = DerivedText()
    var at = range.lowerBound
    var isChanged = false
    while at < range.upperBound {
      if let (bytes, end) = escape(kind, text, at, range.upperBound) {
        for byte in bytes { derived.append(byte, from: at, to: end) }
        at = end
        isChanged = true
      } else {
        derived.append(text[at], from: at, to: at + 1)
        at += 1
      }
    }
    return isChanged ? derived : nil
  }

  private static func escape(_ kind: ViewKind, _ text: [UInt8], _ at: Int, _ end: Int) -> ([UInt8], Int)? {
    switch kind {
    case .percent where text[at] == 0x25:
      hex(text, at + 1, 2, end).map { ([UInt8(truncatingIfNeeded: $0)], at + 3) }
    case .htmlEntity where text[at] == 0x26: entity(text, at, end)
    case .escape where text[at] == 0x5c: backslash(text, at, end)
    default: nil
    }
  }

  private static func hex(_ text: [UInt8], _ start: Int, _ count: Int, _ end: Int) -> UInt32? {
    guard start + count <= end else { return nil }
    var value: UInt32 = 0
    for index in start..<(start + count) {
      guard let digit = Hex.value(of: text[index]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private static func backslash(_ text: [UInt8], _ at: Int, _ end: Int) -> ([UInt8], Int)? {
    guard at + 1 < end else { return nil }
    switch text[at + 1] {
    case 0x75:
      guard let unit = hex(text, at + 2, 4, end) else { return nil }
      if (0xd800...0xdbff).contains(unit), at + 7 < end, text[at + 6] == 0x5c, text[at + 7] == 0x75,
        let low = hex(text, at + 8, 4, end), (0xdc00...0xdfff).contains(low)
      {
        return (utf8(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)), at + 12)
      }
      return (utf8(unit), at + 6)
    case 0x78: return hex(text, at + 2, 2, end).map { ([UInt8(truncatingIfNeeded: $0)], at + 4) }
    case 0x6e: return ([0x0a], at + 2)
    case 0x22, 0x2f, 0x5c: return ([text[at + 1]], at + 2)
    default: return nil
    }
  }

  private static let named: [(name: [UInt8], byte: UInt8)] = [
    (Array("amp;".utf8), 0x26), (Array("lt;".utf8), 0x3c), (Array("gt;".utf8), 0x3e),
    (Array("quot;".utf8), 0x22),
    (Array("apos;".utf8), 0x27), (Array("nbsp;".utf8), 0x20), (Array("colon;".utf8), 0x3a),
    (Array("equals;".utf8), 0x3d), (Array("sol;".utf8), 0x2f), (Array("lowbar;".utf8), 0x5f),
  ]

  private static func entity(_ text: [UInt8], _ at: Int, _ end: Int) -> ([UInt8], Int)? {
    guard at + 3 < end else { return nil }
    guard text[at + 1] == 0x23 else {
      let found = named.first { ASCII.has($0.name, at: at + 1, of: text[at..<end]) }
      return found.map { ([$0.byte], at + 1 + $0.name.count) }
    }
    let isHex = text[at + 2] | 0x20 == 0x78
    var index = at + (isHex ? 3 : 2)
    let first = index
    var value: UInt32 = 0
    while index < end, index - first < 8, let digit = Hex.value(of: text[index]), isHex || digit < 10 {
      value = value * (isHex ? 16 : 10) + UInt32(digit)
      index += 1
    }
    guard index > first, index < end, text[index] == 0x3b, index - first < 8 else { return nil }
    return (utf8(value), index + 1)
  }

  private static func utf8(_ value: UInt32) -> [UInt8] {
    guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else {
      return [0xef, 0xbf, 0xbd]
    }
    return Array(encoded)
  }
}
