/// Character classes and small comparisons of HTTP. Source: RFC 9110 §5.
enum HTTPSyntax {
  /// Bytes allowed in a token (field names, methods).
  private static let tokenTable: [Bool] = {
    var table = Array(repeating: false, count: 256)
    for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { table[Int(byte)] = true }
    for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { table[Int(byte)] = true }
    for byte in UInt8(ascii: "a")...UInt8(ascii: "z") { table[Int(byte)] = true }
    for byte in "!#$%&'*+-.^_`|~".utf8 { table[Int(byte)] = true }
    return table
  }()

  @inline(__always)
  static func isToken(_ byte: UInt8) -> Bool { tokenTable[Int(byte)] }

  /// Visible characters, space, tab and obs-text; never a control.
  @inline(__always)
  static func isFieldContent(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == 0x09 }

  static func equalsIgnoringCase(_ text: ArraySlice<UInt8>, _ lower: StaticString) -> Bool {
    guard text.count == lower.utf8CodeUnitCount else { return false }
    return lower.withUTF8Buffer { expected in
      var index = text.startIndex
      for offset in 0..<expected.count {
        var byte = text[index]
        if byte &- UInt8(ascii: "A") < 26 { byte |= 0x20 }
        if unsafe byte != expected[offset] { return false }
        index += 1
      }
      return true
    }
  }

  /// Whether a comma-separated list holds `item`, in any case; parameters after `;` are left out of the comparison.
  static func list(_ value: ArraySlice<UInt8>, holds item: StaticString) -> Bool {
    for element in value.split(separator: UInt8(ascii: ",")) {
      let bare = element.prefix { $0 != UInt8(ascii: ";") }
      if equalsIgnoringCase(trimmed(bare), item) { return true }
    }
    return false
  }

  /// Without optional white space at either end.
  static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var value = value
    while let first = value.first, first == 0x20 || first == 0x09 { value.removeFirst() }
    while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
    return value
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
