/// `is_*`, `type_name`, casts.
extension Builtins {
  static let types: [Builtin] = [
    Builtin("is_null", 1) { call throws(BuiltinError) in .boolean(call[0].has(.null)) },
    Builtin("is_boolean", 1) { call throws(BuiltinError) in .boolean(call[0].has(.boolean)) },
    Builtin("is_number", 1) { call throws(BuiltinError) in .boolean(call[0].isNumber) },
    Builtin("is_string", 1) { call throws(BuiltinError) in .boolean(call[0].has(.string)) },
    Builtin("is_array", 1) { call throws(BuiltinError) in .boolean(call[0].has(.array)) },
    Builtin("is_object", 1) { call throws(BuiltinError) in .boolean(call[0].has(.object)) },
    Builtin("is_set", 1) { call throws(BuiltinError) in .boolean(call[0].has(.set)) },
    Builtin("type_name", 1) { call throws(BuiltinError) in call.string(call[0].typeName) },
    Builtin("to_number", 1) { call throws(BuiltinError) in try toNumber(call) },
    Builtin("cast_array", 1) { call throws(BuiltinError) in call.arena.array(try call.members(0)) },
    Builtin("cast_set", 1) { call throws(BuiltinError) in call.arena.set(try call.members(0)) },
    Builtin("cast_string", 1) { call throws(BuiltinError) in
      _ = try call.text(0)
      return call[0]
    },
    Builtin("cast_boolean", 1) { call throws(BuiltinError) in .boolean(try call.boolean(0)) },
    Builtin("cast_null", 1) { call throws(BuiltinError) in
      guard call[0].has(.null) else { throw .type(1, "null", call[0]) }
      return .null
    },
    Builtin("cast_object", 1) { call throws(BuiltinError) in
      _ = try call.object(0)
      return call[0]
    },
  ]

  private static func toNumber(_ call: Arguments) throws(BuiltinError) -> Value {
    switch call[0].tag {
    case .null: return .integer(0)
    case .boolean: return .integer(call[0].payload == 1 ? 1 : 0)
    case .integer, .decimal: return call[0]
    case .string:
      let text = call[0].text.string
      if let number = call.arena.parsedNumber(text) { return number }
      let word = text.drop { $0 == "+" || $0 == "-" }.lowercased()
      if ["inf", "infinity", "nan"].contains(word) { throw .type(1, "valid number string", call[0]) }
      guard let json = NumberReader.json(fromGo: text), let number = call.arena.parsedNumber(json) else {
        let quoted = String(decoding: GoQuote.quoted(Array(text.utf8), asciiOnly: false), as: UTF8.self)
        throw .failed("strconv.ParseFloat: parsing \(quoted): invalid syntax")
      }
      return number
    default: throw .type(1, "one of {null, boolean, number, string}", call[0])
    }
  }
}

extension Arena {
  /// A number from text in JSON's grammar, or nil.
  func parsedNumber(_ text: String) -> Value? {
    var lexer = NumberReader(bytes: Array(text.utf8))
    return lexer.isWhole() ? number(text) : nil
  }
}

/// Checks JSON's number grammar.
struct NumberReader {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func accept(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func digits() -> Int {
    let start = position
    while position < bytes.count, Lexer.isDigit(bytes[position]) { position += 1 }
    return position - start
  }

  /// Go also reads a plus sign, leading zeros, and a point without digits on one of its sides.
  static func json(fromGo text: String) -> String? {
    var rest = Substring(text)
    let sign = rest.first == "-" ? "-" : ""
    if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
    let whole = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(whole.count)
    var fraction: Substring = ""
    if rest.first == "." {
      fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(1 + fraction.count)
    }
    if whole.isEmpty, fraction.isEmpty { return nil }
    let significant = whole.drop { $0 == "0" }
    return sign + (significant.isEmpty ? "0" : significant) + (fraction.isEmpty ? "" : "." + fraction) + rest
  }

  /// The whole text is a number.
  mutating func isWhole() -> Bool {
    _ = accept(UInt8(ascii: "-"))
    let first = position < bytes.count ? bytes[position] : 0
    let whole = digits()
    guard whole > 0, whole == 1 || first != UInt8(ascii: "0") else { return false }
    if accept(UInt8(ascii: ".")), digits() == 0 { return false }
    if accept(UInt8(ascii: "e")) || accept(UInt8(ascii: "E")) {
      if !accept(UInt8(ascii: "+")) { _ = accept(UInt8(ascii: "-")) }
      guard digits() > 0 else { return false }
    }
    return position == bytes.count
  }
}
