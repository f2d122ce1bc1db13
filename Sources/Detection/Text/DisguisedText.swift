/// Text written so that a reader, or a model, understands it and a plain search does not.
enum DisguisedText {
  /// `text[range]` in plain letters; nil if `kind` is no disguise or changes nothing.
  static func undone(_ kind: ViewKind, in text: [UInt8], _ range: Range<Int>) -> DerivedText? {
    switch kind {
    case .rot13: mapped(text, range) { rotated($0) }
    case .leet: mapped(text, range) { letter(for: $0) }
    case .reversed: reversed(text, range)
    case .spaced: unspaced(text, range)
    case .wrapped: unwrapped(text, range)
    default: nil
    }
  }

  private static func mapped(_ text: [UInt8], _ range: Range<Int>, _ body: (UInt8) -> UInt8) -> DerivedText {
    var derived = DerivedText()
    derived.reserve(range.count)
    for at in range { derived.append(body(text[at]), from: at, to: at + 1) }
    return derived
  }

  private static func rotated(_ byte: UInt8) -> UInt8 {
    guard ASCII.isLetter(byte) else { return byte }
    return ASCII.lowercased(byte) < 0x6e ? byte &+ 13 : byte &- 13
  }

  private static func letter(for byte: UInt8) -> UInt8 {
    switch byte {
    case 0x30: 0x6f  // 0 o
    case 0x31, 0x21, 0x7c: 0x69  // 1 ! | i
    case 0x33: 0x65  // 3 e
    case 0x34, 0x40: 0x61  // 4 @ a
    case 0x35, 0x24: 0x73  // 5 $ s
    case 0x37, 0x2b: 0x74  // 7 + t
    default: byte
    }
  }

  private static func reversed(_ text: [UInt8], _ range: Range<Int>) -> DerivedText {
    var derived = DerivedText()
    derived.reserve(range.count)
    for at in range.reversed() { derived.append(text[at], from: at, to: at + 1) }
    return derived
  }

  /// Takes out what stands between single letters; two spaces are one between words.
  private static func unspaced(_ text: [UInt8], _ range: Range<Int>) -> DerivedText {
    var derived = DerivedText()
    var at = range.lowerBound
    while at < range.upperBound {
      let isApart =
        isGap(text[at]) && at > range.lowerBound && at + 1 < range.upperBound && !isGap(text[at - 1])
        && !isGap(text[at + 1]) && (at < range.lowerBound + 2 || isGap(text[at - 2]))
        && (at + 2 >= range.upperBound || isGap(text[at + 2]) || !ASCII.isAlphanumeric(text[at + 2]))
      let isSecondGap = isGap(text[at]) && at > range.lowerBound && isGap(text[at - 1])
      if !isApart, !isSecondGap { derived.append(isGap(text[at]) ? 0x20 : text[at], from: at, to: at + 1) }
      at += 1
    }
    return derived
  }

  private static func isGap(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x2e, 0x5f, 0x2d, 0x2a, 0x7c: true
    default: false
    }
  }

  /// Takes out line breaks.
  private static func unwrapped(_ text: [UInt8], _ range: Range<Int>) -> DerivedText {
    var derived = DerivedText()
    for at in range where text[at] != 0x0a && text[at] != 0x0d { derived.append(text[at], from: at, to: at + 1) }
    return derived
  }

  /// Whether `text[range]` is broken into lines of one short length, within words.
  static func isWrapped(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    let head = text[range].prefix(lineBytesMax + 1)
    guard let first = head.firstIndex(of: 0x0a) else { return false }
    let length = first - range.lowerBound
    guard length >= 4, range.count >= length * 3 else { return false }
    return (1...2).allSatisfy { line in
      let place = range.lowerBound + (length + 1) * (line + 1) - 1
      return place >= range.upperBound || text[place] == 0x0a
    }
  }

  private static let lineBytesMax = 40
}
