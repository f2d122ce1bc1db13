/// Character classes and small comparisons of HTTP. Source: RFC 9110 §5.
enum HTTPSyntax {
  /// Bytes allowed in a token (field names, methods), a bit for each: below 64, and from 64 to 127.
  private static let tokenBits: (low: UInt64, high: UInt64) = (0x03FF_6CFA_0000_0000, 0x57FF_FFFF_C7FF_FFFE)

  @inline(__always)
  static func isToken(_ byte: UInt8) -> Bool {
    let bits = byte < 64 ? tokenBits.low : byte < 128 ? tokenBits.high : 0
    return bits >> UInt64(byte & 63) & 1 != 0
  }

  /// Visible characters, space, tab and obs-text; never a control.
  @inline(__always)
  static func isFieldContent(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == 0x09 }

  static func equalsIgnoringCase(_ text: ArraySlice<UInt8>, _ lower: StaticString) -> Bool {
    equalsIgnoringCase(text.span, lower)
  }

  static func equalsIgnoringCase(_ text: Span<UInt8>, _ lower: StaticString) -> Bool {
    guard text.count == lower.utf8CodeUnitCount else { return false }
    for offset in text.indices {
      var byte = text[offset]
      if byte &- UInt8(ascii: "A") < 26 { byte |= 0x20 }
      // SAFETY: both are of the same length.
      if unsafe byte != lower.utf8Start[offset] { return false }
    }
    return true
  }

  /// Whether a comma-separated list holds `item`, in any case; parameters after `;` are left out of the comparison.
  static func list(_ value: ArraySlice<UInt8>, holds item: StaticString) -> Bool {
    let text = value.span
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count, text[end] != UInt8(ascii: ",") { end += 1 }
      var last = start
      while last < end, text[last] != UInt8(ascii: ";") { last += 1 }
      if equalsIgnoringCase(text.extracting(bare(text, start..<last)), item) { return true }
      start = end + 1
    }
    return false
  }

  /// Without optional white space at either end.
  static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let range = bare(value.span, 0..<value.count)
    return value[value.startIndex + range.lowerBound..<value.startIndex + range.upperBound]
  }

  private static func bare(_ text: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var (first, last) = (range.lowerBound, range.upperBound)
    while first < last, text[first] == 0x20 || text[first] == 0x09 { first += 1 }
    while last > first, text[last - 1] == 0x20 || text[last - 1] == 0x09 { last -= 1 }
    return first..<last
  }

  /// A number of decimal digits only, at most 18 of them.
  static func number(_ text: ArraySlice<UInt8>) -> Int? {
    guard !text.isEmpty, text.count <= 18 else { return nil }
    var value = 0
    for byte in text {
      guard byte &- UInt8(ascii: "0") < 10 else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }
}
