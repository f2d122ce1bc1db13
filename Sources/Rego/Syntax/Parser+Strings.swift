extension Parser {
  /// The text that a string token stands for.
  func stringLiteral(_ token: Token) throws(SourceFault) -> String {
    let start = Int(token.start) + 1
    let end = Int(token.end) - 1
    guard token.kind == .string else { return try utf8(bytes[start..<end], place(token)) }
    return try utf8(unescape(start..<end, token)[...], place(token))
  }

  private func utf8(_ bytes: ArraySlice<UInt8>, _ at: Location) throws(SourceFault) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SourceFault(.parse, "illegal string", at, advice: "it is not UTF-8")
    }
    return text
  }

  /// JSON's escapes, and `\{` and `\}` for templates.
  private func unescape(_ range: Range<Int>, _ token: Token, template: Bool = false) throws(SourceFault) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\"), index < range.upperBound else {
        if byte < 0x20, !template {
          throw SourceFault(.parse, "illegal string", place(token), advice: "write control characters as \\u00XX")
        }
        result.append(byte)
        continue
      }
      let escape = bytes[index]
      index += 1
      switch escape {
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "r"): result.append(0x0D)
      case UInt8(ascii: "b"): result.append(0x08)
      case UInt8(ascii: "f"): result.append(0x0C)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(escape)
      case UInt8(ascii: "{") where template, UInt8(ascii: "}") where template: result.append(escape)
      case UInt8(ascii: "u"): appendUnicode(&index, range.upperBound, &result)
      default:
        throw SourceFault(.parse, "illegal escape sequence", place(token), advice: "write `\\\\` for a backslash")
      }
    }
    return result
  }

  /// `XXXX` after `\u`, a surrogate pair as one scalar; a lone half becomes U+FFFD as in JSON decoders.
  private func appendUnicode(_ index: inout Int, _ end: Int, _ result: inout [UInt8]) {
    guard let first = hex4(index, end) else {
      result.append(contentsOf: [0xEF, 0xBF, 0xBD])
      return
    }
    index += 4
    var scalar = first
    if first & 0xFC00 == 0xD800, index + 1 < end, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u"), let second = hex4(index + 2, end), second & 0xFC00 == 0xDC00
    {
      scalar = 0x10000 + (first & 0x3FF) << 10 + second & 0x3FF
      index += 6
    }
    result.append(contentsOf: String(Character(Unicode.Scalar(scalar) ?? "\u{FFFD}")).utf8)
  }

  private func hex4(_ index: Int, _ end: Int) -> UInt32? {
    guard index + 4 <= end else { return nil }
    return UInt32(String(decoding: bytes[index..<(index + 4)], as: UTF8.self), radix: 16)
  }

  // MARK: - Templates

  /// Splits `$"a {b} c"` into text and expressions.
  func templateParts(_ token: Token) throws(SourceFault) -> [TemplatePart] {
    var parts: [TemplatePart] = []
    let end = Int(token.end) - 1
    var index = Int(token.start) + 2
    var textStart = index
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "{"):
        try appendText(textStart..<index, token, &parts)
        guard let close = TemplateScanner(bytes: bytes, limit: end).expressionEnd(index, depth: 0) else {
          throw SourceFault(.parse, "expected `}` to close the template expression", place(token))
        }
        parts.append(.expression(try templateExpression((index + 1)..<close, token)))
        index = close + 1
        textStart = index
      default: index += 1
      }
    }
    try appendText(textStart..<end, token, &parts)
    return parts
  }

  private func appendText(_ range: Range<Int>, _ token: Token, _ parts: inout [TemplatePart]) throws(SourceFault) {
    guard !range.isEmpty else { return }
    guard token.kind == .template else {
      var raw: [UInt8] = []
      for index in range {
        let next = index + 1 < range.upperBound ? bytes[index + 1] : 0
        if bytes[index] == UInt8(ascii: "\\"), next == UInt8(ascii: "{") { continue }
        raw.append(bytes[index])
      }
      parts.append(.text(try utf8(raw[...], place(token))))
      return
    }
    parts.append(.text(try utf8(unescape(range, token, template: true)[...], place(token))))
  }

  private func templateExpression(_ range: Range<Int>, _ token: Token) throws(SourceFault) -> Term {
    var row = token.row
    var lineStart = Int(token.start) - Int(token.column) + 1
    for index in Int(token.start)..<range.lowerBound where bytes[index] == UInt8(ascii: "\n") {
      row += 1
      lineStart = index + 1
    }
    let column = Int32(truncatingIfNeeded: range.lowerBound - lineStart + 1)
    var lexer = Lexer(bytes: bytes, range: range, file: file, row: row, column: column)
    try lexer.scan()
    var parser = Parser(bytes: bytes, file: file, dialect: dialect, tokens: lexer.tokens)
    parser.nesting = nesting + 1
    let term = try parser.parseTemplateTerm()
    guard parser.kind == .end else { throw parser.unexpected("expected one expression in the braces") }
    return term
  }

  /// A term with `with`: what a comprehension of it would hold first.
  private mutating func parseTemplateTerm() throws(SourceFault) -> Term {
    let term = try parseExpressionTerm(allowPair: true)
    guard kind == .withWord else { return term }
    let variable = Term(.variable(Variable(name: "__template__")), term.location)
    var literal = Literal(kind: .unify(variable, term), location: term.location)
    while kind == .withWord { literal.modifiers.append(try parseModifier(of: literal)) }
    literal.end = lastEnd
    let list = Term(.arrayComprehension(variable, Body(literals: [literal])), term.location)
    return Term(.reference(list, [Term(.number("0"), term.location)]), term.location)
  }
}
