/// Go's `fmt.Sprintf` for Rego values: flags, width, precision, argument indices and the verbs of numbers and strings.
/// Values other than numbers and strings are formatted as their text in Rego's notation.
struct Formatter {
  /// Widest field and longest precision honoured; Go's own limit.
  static let widthLimit = 1_000_000

  let format: Text
  let arguments: [FormatArgument]
  let call: Arguments
  private var result: [UInt8] = []
  private var index = 0
  private var next = 0
  /// An argument was chosen by index, so arguments left over are no mistake.
  private var isReordered = false

  init(_ format: Text, _ arguments: [FormatArgument], _ call: Arguments) {
    self.format = format
    self.arguments = arguments
    self.call = call
  }

  mutating func formatted() throws(BuiltinError) -> [UInt8] {
    while index < format.count {
      guard format[index] == UInt8(ascii: "%") else {
        result.append(format[index])
        index += 1
        continue
      }
      index += 1
      try directive()
    }
    appendExtra()
    return result
  }

  private mutating func append(_ text: String) { result.append(contentsOf: text.utf8) }

  private mutating func directive() throws(BuiltinError) {
    var field = FormatField()
    flags(&field)
    var isIndexGood = argumentIndex()
    if format[index] == UInt8(ascii: "*") {
      index += 1
      width(&field)
      isIndexGood = argumentIndex() && isIndexGood
    } else {
      field.width = number()
    }
    if format[index] == UInt8(ascii: "."), index < format.count {
      index += 1
      isIndexGood = argumentIndex() && isIndexGood
      if format[index] == UInt8(ascii: "*") {
        index += 1
        precision(&field)
        isIndexGood = argumentIndex() && isIndexGood
      } else {
        field.precision = number() ?? 0
      }
    }
    guard index < format.count else { return append("%!(NOVERB)") }
    let (verb, size) = format.scalar(at: index)
    index += size
    if verb == "%" { return result.append(UInt8(ascii: "%")) }
    guard isIndexGood else { return append("%!\(verb)(BADINDEX)") }
    guard next < arguments.count else { return append("%!\(verb)(MISSING)") }
    try call.reserve(result.count + (field.width ?? 0) + (field.precision ?? 0))
    result.append(contentsOf: arguments[next].formatted(verb, field))
    next += 1
  }

  private mutating func flags(_ field: inout FormatField) {
    while index < format.count {
      switch format[index] {
      case UInt8(ascii: "-"): field.minus = true
      case UInt8(ascii: "+"): field.plus = true
      case UInt8(ascii: " "): field.space = true
      case UInt8(ascii: "0"): field.zero = true
      case UInt8(ascii: "#"): field.sharp = true
      default: return
      }
      index += 1
    }
  }

  private mutating func width(_ field: inout FormatField) {
    defer { next += 1 }
    guard next < arguments.count, let value = arguments[next].small else { return append("%!(BADWIDTH)") }
    field.width = Int(value.magnitude)
    if value < 0 { field.minus = true }
  }

  private mutating func precision(_ field: inout FormatField) {
    defer { next += 1 }
    guard next < arguments.count, let value = arguments[next].small else { return append("%!(BADPREC)") }
    if value >= 0 { field.precision = value }
  }

  private mutating func number() -> Int? {
    var value: Int?
    while index < format.count, Lexer.isDigit(format[index]) {
      value = min(Formatter.widthLimit, (value ?? 0) * 10 + Int(format[index] - 48))
      index += 1
    }
    return value
  }

  /// `[n]` chooses the next argument; false if it is no good.
  private mutating func argumentIndex() -> Bool {
    guard index < format.count, format[index] == UInt8(ascii: "[") else { return true }
    isReordered = true
    var end = index
    while end < format.count, format[end] != UInt8(ascii: "]") { end += 1 }
    guard end < format.count else {
      index += 1
      return false
    }
    let digits = format.bytes((index + 1)..<end)
    index = end + 1
    guard let value = Int(String(decoding: digits, as: UTF8.self)), value >= 1, value <= arguments.count else { return false }
    next = value - 1
    return true
  }

  private mutating func appendExtra() {
    guard !isReordered, next < arguments.count else { return }
    append("%!(EXTRA ")
    for position in next..<arguments.count {
      if position > next { append(", ") }
      append(arguments[position].typeName + "=")
      result.append(contentsOf: arguments[position].formatted("v", FormatField()))
    }
    result.append(UInt8(ascii: ")"))
  }
}

/// The flags, the width and the precision of one directive.
struct FormatField {
  var minus = false
  var plus = false
  var space = false
  var zero = false
  var sharp = false
  var width: Int?
  var precision: Int?

  /// To the width with spaces, or with zeros on the left.
  func padded(_ bytes: [UInt8]) -> [UInt8] {
    guard let width, width > 0 else { return bytes }
    let count = String(decoding: bytes, as: UTF8.self).unicodeScalars.count
    guard width > count else { return bytes }
    let fill = [UInt8](repeating: zero && !minus ? 0x30 : 0x20, count: width - count)
    return minus ? bytes + fill : fill + bytes
  }

  func padded(_ text: String) -> [UInt8] { padded(Array(text.utf8)) }

  func sign(_ isNegative: Bool) -> String { isNegative ? "-" : plus ? "+" : space ? " " : "" }
}
