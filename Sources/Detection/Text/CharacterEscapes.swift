import Basics

/// Texts in which single characters are written by number: percent, HTML references, backslash escapes.
enum CharacterEscapes {
  /// What an escape stands for and where it ends. Percent and `\x` escapes stand for bytes.
  private struct Escape {
    var value: UInt32
    var isByte: Bool
    var end: Int
  }

  /// `text[range]` with the escapes of `kind` undone; nil if there are none.
  static func undone(_ kind: ViewKind, in text: [UInt8], _ range: Range<Int>) -> DerivedText? {
    var derived = DerivedText()
    derived.reserve(range.count)
    var copied = range.lowerBound
    var at = range.lowerBound
    let mark: UInt8 = kind == .percent ? 0x25 : kind == .htmlEntity ? 0x26 : 0x5c
    while at < range.upperBound {
      guard text[at] == mark, let escape = escape(kind, text, at, range.upperBound) else {
        at += 1
        continue
      }
      derived.copy(text, copied..<at)
      if escape.isByte {
        derived.append(UInt8(truncatingIfNeeded: escape.value), from: at, to: escape.end)
      } else {
        derived.append(scalar: escape.value, from: at, to: escape.end)
      }
      at = escape.end
      copied = at
    }
    guard copied > range.lowerBound else { return nil }
    derived.copy(text, copied..<range.upperBound)
    return derived
  }

  private static func escape(_ kind: ViewKind, _ text: [UInt8], _ at: Int, _ end: Int) -> Escape? {
    switch kind {
    case .percent: hex(text, at + 1, 2, end).map { Escape(value: $0, isByte: true, end: at + 3) }
    case .htmlEntity: entity(text, at, end)
    default: backslash(text, at, end)
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

  private static func backslash(_ text: [UInt8], _ at: Int, _ end: Int) -> Escape? {
    guard at + 1 < end else { return nil }
    switch text[at + 1] {
    case 0x75:
      guard let unit = hex(text, at + 2, 4, end) else { return nil }
      if (0xd800...0xdbff).contains(unit), at + 7 < end, text[at + 6] == 0x5c, text[at + 7] == 0x75,
        let low = hex(text, at + 8, 4, end), (0xdc00...0xdfff).contains(low)
      {
        return Escape(value: 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00), isByte: false, end: at + 12)
      }
      return Escape(value: unit, isByte: false, end: at + 6)
    case 0x78: return hex(text, at + 2, 2, end).map { Escape(value: $0, isByte: true, end: at + 4) }
    case 0x6e: return Escape(value: 0x0a, isByte: true, end: at + 2)
    case 0x22, 0x2f, 0x5c: return Escape(value: UInt32(text[at + 1]), isByte: true, end: at + 2)
    default: return nil
    }
  }

  private static let named: [(name: [UInt8], byte: UInt8)] = [
    (Array("amp;".utf8), 0x26), (Array("lt;".utf8), 0x3c), (Array("gt;".utf8), 0x3e),
    (Array("quot;".utf8), 0x22), (Array("apos;".utf8), 0x27), (Array("nbsp;".utf8), 0x20),
    (Array("colon;".utf8), 0x3a), (Array("equals;".utf8), 0x3d), (Array("sol;".utf8), 0x2f),
    (Array("lowbar;".utf8), 0x5f), (Array("period;".utf8), 0x2e), (Array("commat;".utf8), 0x40),
    (Array("tab;".utf8), 0x09), (Array("newline;".utf8), 0x0a), (Array("plus;".utf8), 0x2b),
    (Array("hyphen;".utf8), 0x2d), (Array("dash;".utf8), 0x2d), (Array("num;".utf8), 0x23),
    (Array("percnt;".utf8), 0x25), (Array("bsol;".utf8), 0x5c),
  ]

  private static func entity(_ text: [UInt8], _ at: Int, _ end: Int) -> Escape? {
    guard at + 3 < end else { return nil }
    guard text[at + 1] == 0x23 else {
      let found = named.first { ASCII.has($0.name, at: at + 1, of: text[at..<end]) }
      return found.map { Escape(value: UInt32($0.byte), isByte: true, end: at + 1 + $0.name.count) }
    }
    let isHex = text[at + 2] | 0x20 == 0x78
    var index = at + (isHex ? 3 : 2)
    let first = index
    var value: UInt32 = 0
    while index < end, index - first < 8, let digit = Hex.value(of: text[index]), isHex || digit < 10 {
      value = value * (isHex ? 16 : 10) + UInt32(digit)
      index += 1
    }
    guard index > first, index - first < 8 else { return nil }
    // Browsers take a reference without its semicolon, too.
    return Escape(value: value, isByte: false, end: index < end && text[index] == 0x3b ? index + 1 : index)
  }
}
