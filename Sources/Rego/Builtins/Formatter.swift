/// Go's `fmt.Sprintf` for Rego values: flags, width, precision and the verbs that make sense for them.
struct Formatter {
  /// Widest field and longest precision honoured.
  static let widthLimit = 10_000

  let format: [UInt8]
  let arguments: [Value]

  private struct Directive {
    var minus = false
    var plus = false
    var space = false
    var zero = false
    var alternate = false
    var width: Int?
    var precision: Int?
  }

  func formatted() throws(BuiltinError) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    var next = 0
    while index < format.count {
      guard format[index] == UInt8(ascii: "%") else {
        result.append(format[index])
        index += 1
        continue
      }
      index += 1
      let directive = parse(&index, &next)
      guard index < format.count else {
        result.append(contentsOf: "%!(NOVERB)".utf8)
        break
      }
      let verb = format[index]
      index += 1
      if verb == UInt8(ascii: "%") {
        result.append(verb)
        continue
      }
      guard next < arguments.count else {
        result.append(contentsOf: "%!".utf8)
        result.append(verb)
        result.append(contentsOf: "(MISSING)".utf8)
        continue
      }
      result.append(contentsOf: pad(text(arguments[next], verb, directive), directive, arguments[next]))
      next += 1
    }
    appendExtra(from: next, to: &result)
    return result
  }

  private func appendExtra(from next: Int, to result: inout [UInt8]) {
    guard next < arguments.count else { return }
    result.append(contentsOf: "%!(EXTRA ".utf8)
    for index in next..<arguments.count {
      if index > next { result.append(contentsOf: ", ".utf8) }
      let value = arguments[index]
      let type = value.has(.string) ? "string" : value.has(.integer) ? "int" : value.isNumber ? "float64" : "string"
      result.append(contentsOf: (type + "=" + Formatter.plain(value)).utf8)
    }
    result.append(UInt8(ascii: ")"))
  }

  private func parse(_ index: inout Int, _ next: inout Int) -> Directive {
    var directive = Directive()
    flags: while index < format.count {
      switch format[index] {
      case UInt8(ascii: "-"): directive.minus = true
      case UInt8(ascii: "+"): directive.plus = true
      case UInt8(ascii: " "): directive.space = true
      case UInt8(ascii: "0"): directive.zero = true
      case UInt8(ascii: "#"): directive.alternate = true
      default: break flags
      }
      index += 1
    }
    directive.width = number(&index, &next)
    if index < format.count, format[index] == UInt8(ascii: ".") {
      index += 1
      directive.precision = number(&index, &next) ?? 0
    }
    return directive
  }

  private func number(_ index: inout Int, _ next: inout Int) -> Int? {
    if index < format.count, format[index] == UInt8(ascii: "*") {
      index += 1
      guard next < arguments.count else { return nil }
      next += 1
      return arguments[next - 1].integerValue.map { Int(clamping: min($0, Int64(Formatter.widthLimit))) }
    }
    var value: Int?
    while index < format.count, Lexer.isDigit(format[index]) {
      value = min(Formatter.widthLimit, (value ?? 0) * 10 + Int(format[index] - 48))
      index += 1
    }
    return value
  }

  /// `%v`: strings as they are, all else in Rego's notation.
  static func plain(_ value: Value) -> String { value.stringValue ?? value.description }

  private func text(_ value: Value, _ verb: UInt8, _ directive: Directive) -> String {
    switch verb {
    case UInt8(ascii: "v"): return Formatter.plain(value)
    case UInt8(ascii: "s"):
      let text = value.isNumber ? bad(verb, value) : Formatter.plain(value)
      guard let precision = directive.precision else { return text }
      var scalars = String.UnicodeScalarView()
      scalars.append(contentsOf: text.unicodeScalars.prefix(precision))
      return String(scalars)
    case UInt8(ascii: "q"):
      return value.isNumber ? bad(verb, value) : quoted(Formatter.plain(value))
    case UInt8(ascii: "t"):
      return value.has(.boolean) ? value.description : bad(verb, value)
    case UInt8(ascii: "T"):
      return value.has(.integer) ? "int" : value.isNumber ? "float64" : value.has(.string) ? "string" : "string"
    case UInt8(ascii: "d"), UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "o"), UInt8(ascii: "b"),
      UInt8(ascii: "c"), UInt8(ascii: "U"):
      return integer(value, verb, directive)
    case UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "g"),
      UInt8(ascii: "G"):
      return float(value, verb, directive)
    default: return bad(verb, value)
    }
  }

  private func bad(_ verb: UInt8, _ value: Value) -> String {
    let type = value.has(.integer) ? "int" : value.isNumber ? "float64" : "string"
    return "%!" + String(UnicodeScalar(verb)) + "(" + type + "=" + Formatter.plain(value) + ")"
  }

  private func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    Value.appendQuoted(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func sign(_ isNegative: Bool, _ directive: Directive) -> String {
    isNegative ? "-" : directive.plus ? "+" : directive.space ? " " : ""
  }

  private func integer(_ value: Value, _ verb: UInt8, _ directive: Directive) -> String {
    if value.has(.string), verb | 0x20 == UInt8(ascii: "x") {
      return value.text.bytes.map { byte in
        let text = String(byte, radix: 16, uppercase: verb == UInt8(ascii: "X"))
        return text.count < 2 ? "0" + text : text
      }.joined()
    }
    guard value.isNumber else { return bad(verb, value) }
    guard let number = value.integerValue else {
      guard verb == UInt8(ascii: "d"), Decimal(value.numberText).isInteger else { return bad(verb, value) }
      return value.numberText
    }
    let prefix = sign(number < 0, directive)
    switch verb {
    case UInt8(ascii: "x"): return prefix + (directive.alternate ? "0x" : "") + String(number.magnitude, radix: 16)
    case UInt8(ascii: "X"):
      return prefix + (directive.alternate ? "0X" : "") + String(number.magnitude, radix: 16, uppercase: true)
    case UInt8(ascii: "o"): return prefix + (directive.alternate ? "0" : "") + String(number.magnitude, radix: 8)
    case UInt8(ascii: "b"): return prefix + String(number.magnitude, radix: 2)
    case UInt8(ascii: "c"): return String(UnicodeScalar(UInt32(clamping: number)) ?? "\u{FFFD}")
    case UInt8(ascii: "U"):
      let digits = String(number.magnitude, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    default: return prefix + String(number.magnitude)
    }
  }

  private func float(_ value: Value, _ verb: UInt8, _ directive: Directive) -> String {
    // Go formats its integers with these verbs as a mistake; OPA passes whole numbers as integers.
    guard let number = value.doubleValue, !value.has(.integer) else { return bad(verb, value) }
    let text = FloatText(number.magnitude)
    let digits: String
    switch verb {
    case UInt8(ascii: "f"), UInt8(ascii: "F"): digits = text.fixed(directive.precision ?? 6)
    case UInt8(ascii: "e"), UInt8(ascii: "E"): digits = text.scientific(directive.precision ?? 6)
    default: digits = text.general(directive.precision)
    }
    let upper = verb == UInt8(ascii: "E") || verb == UInt8(ascii: "G")
    return sign(number < 0, directive) + (upper ? digits.uppercased() : digits)
  }

  private func pad(_ text: String, _ directive: Directive, _ value: Value) -> [UInt8] {
    let count = text.unicodeScalars.count
    guard let width = directive.width, width > count else { return Array(text.utf8) }
    let missing = width - count
    if directive.minus { return Array(text.utf8) + [UInt8](repeating: 0x20, count: missing) }
    guard directive.zero else { return [UInt8](repeating: 0x20, count: missing) + Array(text.utf8) }
    var bytes = Array(text.utf8)
    let hasSign = value.isNumber && (bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+"))
    bytes.insert(contentsOf: [UInt8](repeating: 0x30, count: missing), at: hasSign ? 1 : 0)
    return bytes
  }
}
