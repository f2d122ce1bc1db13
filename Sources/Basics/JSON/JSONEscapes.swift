/// JSON string escapes, both ways.
public enum JSONEscapes {
  /// The text of a string's raw bytes (without quotes). The bytes have been checked by ``JSONDocument``; an
  /// escape that is not well formed is left as it stands.
  public static func unescaped(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(raw.count)
    var at = raw.startIndex
    while at < raw.endIndex {
      let byte = raw[at]
      guard byte == UInt8(ascii: "\\"), at + 1 < raw.endIndex else {
        text.append(byte)
        at += 1
        continue
      }
      at = appendEscape(raw, at, to: &text)
    }
    return text
  }

  /// Appends what the escape at `at` means and returns the offset after it.
  private static func appendEscape(_ raw: ArraySlice<UInt8>, _ at: Int, to text: inout [UInt8]) -> Int {
    switch raw[at + 1] {
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      guard let unit = unit(raw, at + 2) else { break }
      if (0xD800...0xDBFF).contains(unit), let low = unit16AfterEscape(raw, at + 6), (0xDC00...0xDFFF).contains(low) {
        append(0x10000 + (UInt32(unit - 0xD800) << 10) + UInt32(low - 0xDC00), to: &text)
        return at + 12
      }
      append(UInt32(unit), to: &text)
      return at + 6
    case let other: text.append(other)
    }
    return at + 2
  }

  private static func unit16AfterEscape(_ raw: ArraySlice<UInt8>, _ at: Int) -> UInt16? {
    guard at + 1 < raw.endIndex, raw[at] == UInt8(ascii: "\\"), raw[at + 1] == UInt8(ascii: "u") else { return nil }
    return unit(raw, at + 2)
  }

  private static func unit(_ raw: ArraySlice<UInt8>, _ at: Int) -> UInt16? {
    guard at + 4 <= raw.endIndex else { return nil }
    var unit: UInt16 = 0
    for index in at..<(at + 4) {
      guard let digit = Hex.value(of: raw[index]) else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private static func append(_ scalar: UInt32, to text: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(scalar) else { return text.append(contentsOf: [0xEF, 0xBF, 0xBD]) }
    text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  /// Appends `text` (UTF-8) as the inside of a JSON string: escapes quote, backslash and controls, nothing else.
  public static func appendEscaped(_ text: some Sequence<UInt8>, to bytes: inout [UInt8]) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
      case UInt8(ascii: "\\"): bytes.append(contentsOf: [byte, byte])
      case 0x0A: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
      case 0x0D: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
      case 0x09: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
      case 0x08: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "b")])
      case 0x0C: bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "f")])
      case 0..<0x20:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(Hex.digit(byte >> 4))
        bytes.append(Hex.digit(byte & 15))
      default: bytes.append(byte)
      }
    }
  }
}
