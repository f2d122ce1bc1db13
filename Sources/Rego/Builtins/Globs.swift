/// Translates glob patterns to regular expressions.
extension Builtins {
  static func globMatch(_ call: Arguments) throws(BuiltinError) -> Value {
    let pattern = try call.string(0)
    let text = try call.text(2)
    var delimiters: [String] = []
    if call[1].has(.array) {
      for delimiter in try call.strings(1) {
        guard delimiter.scalarCount == 1 else { throw .failed("delimiters must be single characters") }
        delimiters.append(delimiter.string)
      }
      if delimiters.isEmpty { delimiters = ["."] }
    } else if !call[1].has(.null) {
      throw .type(2, "one of {array, null}", call[1])
    }
    let key = pattern + "\u{0}" + delimiters.joined(separator: "\u{0}")
    let matcher = try call.machine.cache.glob(key) { () throws(BuiltinError) in
      try GlobTranslation(pattern, delimiters: delimiters).expression()
    }
    return .boolean(matcher.matches(text))
  }
}

/// One glob: `*` stops at delimiters, `**` does not, `?` is one character, `[…]` and `{a,b}` as usual.
struct GlobTranslation {
  private let scalars: [Unicode.Scalar]
  private let notDelimiter: String
  private var position = 0
  private var depth = 0

  init(_ pattern: String, delimiters: [String]) {
    scalars = Array(pattern.unicodeScalars)
    let escaped = delimiters.flatMap(\.unicodeScalars).map(GlobTranslation.escape).joined()
    notDelimiter = delimiters.isEmpty ? "(?s:.)" : "[^\(escaped)]"
  }

  static func escape(_ scalar: Unicode.Scalar) -> String {
    let isName = scalar.value >= 0x80 || Lexer.isNamePart(UInt8(truncatingIfNeeded: scalar.value))
    return isName ? String(scalar) : "\\" + String(scalar)
  }

  func expression() throws(BuiltinError) -> String {
    var copy = self
    return "\\A" + (try copy.sequence()) + "\\z"
  }

  private mutating func sequence() throws(BuiltinError) -> String {
    var result = ""
    while position < scalars.count {
      let scalar = scalars[position]
      position += 1
      switch scalar {
      case "*":
        if position < scalars.count, scalars[position] == "*" {
          position += 1
          result += "(?s:.)*"
        } else {
          result += notDelimiter + "*"
        }
      case "?": result += notDelimiter
      case "\\":
        guard position < scalars.count else { throw .failed("unexpected end of input: a backslash ends the pattern") }
        result += GlobTranslation.escape(scalars[position])
        position += 1
      case "[": result += try characterClass()
      case "{":
        depth += 1
        result += "(?:"
      case "," where depth > 0: result += "|"
      case "}" where depth > 0:
        depth -= 1
        result += ")"
      default: result += GlobTranslation.escape(scalar)
      }
    }
    guard depth == 0 else { throw .failed("unexpected end of input: a brace is not closed") }
    return result
  }

  private mutating func characterClass() throws(BuiltinError) -> String {
    var result = "["
    if position < scalars.count, scalars[position] == "!" {
      result += "^"
      position += 1
    }
    while position < scalars.count, scalars[position] != "]" {
      let scalar = scalars[position]
      result += scalar == "-" ? "-" : GlobTranslation.escape(scalar)
      position += 1
    }
    guard position < scalars.count else { throw .failed("unexpected end of input: a bracket is not closed") }
    position += 1
    return result + "]"
  }
}
