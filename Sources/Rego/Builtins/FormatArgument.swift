/// A value as Go's `fmt` sees it.
enum FormatArgument {
  case integer(Int64)
  case big(BigInteger)
  case float(Double)
  case text([UInt8])

  init(_ value: Value) {
    switch value.tag {
    case .integer: self = .integer(value.integerValue ?? 0)
    case .string: self = .text(value.text.bytes)
    case .decimal:
      let text = value.numberText
      let isNumeral = text.utf8.allSatisfy { Lexer.isDigit($0) || $0 == UInt8(ascii: "-") }
      if isNumeral, let integer = BigInteger(Decimal(text)) {
        self = .big(integer)
      } else if value.decimal.approximation.isFinite {
        self = .float(value.decimal.approximation)
      } else {
        self = .text(Array(text.utf8))
      }
    default:
      var bytes: [UInt8] = []
      value.write(to: &bytes)
      self = .text(bytes)
    }
  }

  var typeName: String {
    switch self {
    case .integer: "int"
    case .big: "*big.Int"
    case .float: "float64"
    case .text: "string"
    }
  }

  /// A width or a precision.
  var small: Int? {
    guard case .integer(let value) = self, value.magnitude <= UInt64(Formatter.widthLimit) else { return nil }
    return Int(value)
  }

  func formatted(_ verb: Unicode.Scalar, _ field: FormatField) -> [UInt8] {
    if verb == "T" { return field.padded(typeName) }
    switch self {
    case .integer(let value): return integer(value, verb, field) ?? bad(verb, field)
    case .big(let value): return big(value, verb, field) ?? bad(verb, field)
    case .float(let value): return float(value, verb, field) ?? bad(verb, field)
    case .text(let bytes): return text(bytes, verb, field) ?? bad(verb, field)
    }
  }

  private func bad(_ verb: Unicode.Scalar, _ field: FormatField) -> [UInt8] {
    let type: String
    if case .big = self { type = "big.Int" } else { type = typeName }
    return Array("%!\(verb)(\(type)=".utf8) + formatted("v", field) + [UInt8(ascii: ")")]
  }

  // MARK: - Strings

  private func text(_ bytes: [UInt8], _ verb: Unicode.Scalar, _ field: FormatField) -> [UInt8]? {
    switch verb {
    case "v" where field.sharp: return field.padded(GoQuote.quoted(Self.cut(bytes, field), asciiOnly: false))
    case "v", "s": return field.padded(Self.cut(bytes, field))
    case "q":
      let text = Self.cut(bytes, field)
      if field.sharp, GoQuote.canBackquote(text) { return field.padded([0x60] + text + [0x60]) }
      return field.padded(GoQuote.quoted(text, asciiOnly: field.plus))
    case "x", "X":
      let part = bytes.prefix(field.precision ?? .max)
      let prefix = field.sharp ? "0\(verb)" : ""
      let pairs = part.map { byte in
        let digits = String(byte, radix: 16, uppercase: verb == "X")
        return digits.utf8.count < 2 ? "0" + digits : digits
      }
      if part.isEmpty { return field.padded("") }
      return field.padded(prefix + pairs.joined(separator: field.space ? " " + prefix : ""))
    default: return nil
    }
  }

  /// At most as many characters as the precision says.
  private static func cut(_ bytes: [UInt8], _ field: FormatField) -> [UInt8] {
    guard let precision = field.precision, precision < bytes.count else { return bytes }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix(precision))
    return Array(String(scalars).utf8)
  }

  // MARK: - Whole numbers

  private func integer(_ value: Int64, _ verb: Unicode.Scalar, _ field: FormatField) -> [UInt8]? {
    switch verb {
    case "v", "d": return Self.digits(String(value.magnitude), "", value < 0, field)
    case "b": return Self.digits(String(value.magnitude, radix: 2), field.sharp ? "0b" : "", value < 0, field)
    case "o": return Self.digits(String(value.magnitude, radix: 8), field.sharp ? "0" : "", value < 0, field)
    case "O": return Self.digits(String(value.magnitude, radix: 8), "0o", value < 0, field)
    case "x": return Self.digits(String(value.magnitude, radix: 16), field.sharp ? "0x" : "", value < 0, field)
    case "X":
      return Self.digits(String(value.magnitude, radix: 16, uppercase: true), field.sharp ? "0X" : "", value < 0, field)
    case "c": return field.padded(String(Self.scalar(value)))
    case "q": return field.padded(GoQuote.quoted(Self.scalar(value), asciiOnly: field.plus))
    case "U":
      let digits = String(UInt64(bitPattern: value), radix: 16, uppercase: true)
      let zeros = String(repeating: "0", count: max(0, max(4, field.precision ?? 4) - digits.utf8.count))
      let shown = field.sharp ? " '\(Self.scalar(value))'" : ""
      var plain = field
      plain.zero = false
      return plain.padded("U+" + zeros + digits + shown)
    default: return nil
    }
  }

  private static func scalar(_ value: Int64) -> Unicode.Scalar {
    UInt32(exactly: value).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
  }

  /// Leading zeros come from the precision, or from the width where the flag asks for them.
  private static func digits(_ digits: String, _ prefix: String, _ isNegative: Bool, _ field: FormatField) -> [UInt8] {
    var field = field
    var least = field.precision ?? 0
    if field.precision == nil, field.zero, !field.minus, let width = field.width {
      least = width - (isNegative || field.plus || field.space ? 1 : 0)
    }
    field.zero = false
    if field.precision == 0, digits == "0" { return field.padded("") }
    let zeros = String(repeating: "0", count: max(0, least - digits.utf8.count))
    let lead = prefix == "0" && (zeros + digits).hasPrefix("0") ? "" : prefix
    return field.padded(field.sign(isNegative) + lead + zeros + digits)
  }

  private func big(_ value: BigInteger, _ verb: Unicode.Scalar, _ field: FormatField) -> [UInt8]? {
    let radix: Int
    var prefix = ""
    switch verb {
    case "d", "s", "v": radix = 10
    case "b": (radix, prefix) = (2, field.sharp ? "0b" : "")
    case "o": (radix, prefix) = (8, field.sharp ? "0" : "")
    case "O": (radix, prefix) = (8, "0o")
    case "x", "X": (radix, prefix) = (16, field.sharp ? "0\(verb)" : "")
    default: return nil
    }
    let digits = value.magnitude.text(radix: radix)
    var field = field
    let sign = field.sign(value.isNegative)
    var least = field.precision ?? 0
    if field.precision == nil, field.zero, !field.minus, let width = field.width {
      least = width - sign.utf8.count - prefix.utf8.count
    }
    field.zero = false
    let zeros = String(repeating: "0", count: max(0, least - digits.utf8.count))
    return field.padded(sign + prefix + zeros + (verb == "X" ? digits.uppercased() : digits))
  }

  // MARK: - Numbers with a fraction

  private func float(_ value: Double, _ verb: Unicode.Scalar, _ field: FormatField) -> [UInt8]? {
    let text = FloatText(value.magnitude)
    let digits: String
    switch verb {
    case "f", "F": digits = text.fixed(field.precision ?? 6)
    case "e", "E": digits = text.scientific(field.precision ?? 6)
    case "g", "G", "v": digits = text.general(field.precision)
    default: return nil
    }
    var field = field
    let sign = field.sign(value.sign == .minus)
    let shown = verb == "E" || verb == "G" ? digits.uppercased() : digits
    guard field.zero, !field.minus, let width = field.width else { return field.padded(sign + shown) }
    field.zero = false
    return field.padded(sign + String(repeating: "0", count: max(0, width - sign.utf8.count - shown.utf8.count)) + shown)
  }
}
