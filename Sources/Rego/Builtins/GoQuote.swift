/// Quoted text with the escapes of Go's `strconv.Quote`.
enum GoQuote {
  static func quoted(_ bytes: [UInt8], asciiOnly: Bool) -> [UInt8] {
    var result = "\""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { append(scalar, "\"", asciiOnly, &result) }
    return Array((result + "\"").utf8)
  }

  static func quoted(_ scalar: Unicode.Scalar, asciiOnly: Bool) -> String {
    var result = "'"
    append(scalar, "'", asciiOnly, &result)
    return result + "'"
  }

  /// On one line, without control characters and back quotes.
  static func canBackquote(_ bytes: [UInt8]) -> Bool {
    bytes.allSatisfy { ($0 >= 0x20 || $0 == 0x09) && $0 != 0x60 && $0 != 0x7F }
  }

  private static func append(
    _ scalar: Unicode.Scalar, _ quote: Unicode.Scalar, _ asciiOnly: Bool, _ result: inout String
  ) {
    switch scalar {
    case quote, "\\": result += "\\\(scalar)"
    case "\u{07}": result += "\\a"
    case "\u{08}": result += "\\b"
    case "\u{0C}": result += "\\f"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\u{0B}": result += "\\v"
    default:
      if isPrintable(scalar), scalar.isASCII || !asciiOnly { return result.unicodeScalars.append(scalar) }
      let (mark, width) = scalar.value < 0x80 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
      let digits = String(scalar.value, radix: 16)
      result += "\\" + mark + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
  }

  /// Letters, marks, numbers, punctuation, symbols and the ASCII space.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    case .spaceSeparator: scalar == " "
    default: true
    }
  }
}
