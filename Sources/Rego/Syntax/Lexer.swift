/// Cuts a source into tokens in one pass over its bytes.
///
/// The whole source must be UTF-8; text inside strings is checked, names are ASCII.
struct Lexer {
  let bytes: [UInt8]
  let file: Int32
  private(set) var tokens: [Token] = []
  private(set) var comments: [Comment] = []
  /// Offsets of the first bytes of all lines but the first.
  private(set) var lineStarts: [Int32] = []
  private var position: Int
  private let limit: Int
  private var row: Int32
  private var lineStart: Int

  init(bytes: [UInt8], file: Int32) {
    self.init(bytes: bytes, range: 0..<bytes.count, file: file, row: 1, column: 1)
  }

  /// Reads only `range`: the expressions inside a template string.
  init(bytes: [UInt8], range: Range<Int>, file: Int32, row: Int32, column: Int32) {
    self.bytes = bytes
    self.file = file
    position = range.lowerBound
    limit = range.upperBound
    self.row = row
    lineStart = range.lowerBound - Int(column) + 1
  }

  /// Larger sources are refused, in bytes: what is that large is data.
  static let sizeLimit = 8 << 20

  mutating func scan() throws(SourceFault) {
    guard limit - position <= Lexer.sizeLimit else {
      throw SourceFault(
        .parse, "the module has \(limit - position) bytes, the limit is \(Lexer.sizeLimit)", location,
        advice: "move constants into data documents")
    }
    tokens.reserveCapacity((limit - position) / 4)
    var spaced = true
    while true {
      let before = position
      skipSpace()
      spaced = position != before || before == 0
      if position >= limit { break }
      let start = position
      let startRow = row
      let column = Int32(truncatingIfNeeded: start - lineStart + 1)
      let kind = try next()
      tokens.append(
        Token(
          kind: kind, spaced: spaced, start: Int32(truncatingIfNeeded: start),
          end: Int32(truncatingIfNeeded: position), row: startRow, column: column))
    }
    tokens.append(
      Token(
        kind: .end, spaced: true, start: Int32(truncatingIfNeeded: limit),
        end: Int32(truncatingIfNeeded: limit), row: row,
        column: Int32(truncatingIfNeeded: limit - lineStart + 1)))
  }

  private func byte(_ ahead: Int = 0) -> UInt8 {
    let at = position + ahead
    return at < limit ? bytes[at] : 0
  }

  private var location: Location {
    Location(
      file: file, row: row, column: Int32(truncatingIfNeeded: position - lineStart + 1),
      offset: Int32(truncatingIfNeeded: position))
  }

  private mutating func skipSpace() {
    while position < limit {
      switch bytes[position] {
      case UInt8(ascii: "\n"):
        position += 1
        startLine()
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position += 1
      case UInt8(ascii: "#"): skipComment()
      default: return
      }
    }
  }

  private mutating func startLine() {
    row += 1
    lineStart = position
    lineStarts.append(Int32(truncatingIfNeeded: position))
  }

  private mutating func skipComment() {
    let start = location
    while position < limit, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    var text = String(decoding: bytes[(Int(start.offset) + 1)..<position], as: UTF8.self)
    if text.hasSuffix("\r") { text.removeLast() }
    comments.append(Comment(text: text, location: start))
  }

  private mutating func next() throws(SourceFault) -> TokenKind {
    let first = bytes[position]
    if Lexer.isNameStart(first) { return name() }
    if Lexer.isDigit(first) { return try number() }
    switch first {
    case UInt8(ascii: "\""): return try quoted(.string)
    case UInt8(ascii: "`"): return try raw(.rawString)
    case UInt8(ascii: "$"):
      if byte(1) == UInt8(ascii: "\"") {
        position += 1
        return try quoted(.template)
      }
      if byte(1) == UInt8(ascii: "`") {
        position += 1
        return try raw(.rawTemplate)
      }
    default: break
    }
    guard let (kind, width) = punctuation(first) else {
      throw SourceFault(.parse, "illegal token", location, advice: "remove this character")
    }
    position += width
    return kind
  }

  private func punctuation(_ first: UInt8) -> (TokenKind, Int)? {
    let second = byte(1) == UInt8(ascii: "=")
    switch first {
    case UInt8(ascii: "["): return (.leftBracket, 1)
    case UInt8(ascii: "]"): return (.rightBracket, 1)
    case UInt8(ascii: "{"): return (.leftBrace, 1)
    case UInt8(ascii: "}"): return (.rightBrace, 1)
    case UInt8(ascii: "("): return (.leftParen, 1)
    case UInt8(ascii: ")"): return (.rightParen, 1)
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: ";"): return (.semicolon, 1)
    case UInt8(ascii: "."): return (.dot, 1)
    case UInt8(ascii: "|"): return (.bar, 1)
    case UInt8(ascii: "&"): return (.ampersand, 1)
    case UInt8(ascii: "+"): return (.plus, 1)
    case UInt8(ascii: "-"): return (.minus, 1)
    case UInt8(ascii: "*"): return (.times, 1)
    case UInt8(ascii: "/"): return (.divide, 1)
    case UInt8(ascii: "%"): return (.remainder, 1)
    case UInt8(ascii: ":"): return second ? (.assign, 2) : (.colon, 1)
    case UInt8(ascii: "="): return second ? (.equal, 2) : (.unify, 1)
    case UInt8(ascii: "<"): return second ? (.lessOrEqual, 2) : (.less, 1)
    case UInt8(ascii: ">"): return second ? (.greaterOrEqual, 2) : (.greater, 1)
    case UInt8(ascii: "!"): return second ? (.notEqual, 2) : nil
    default: return nil
    }
  }

  private mutating func name() -> TokenKind {
    let start = position
    while position < limit, Lexer.isNamePart(bytes[position]) { position += 1 }
    return Lexer.word(bytes[start..<position])
  }

  /// JSON's number grammar.
  private mutating func number() throws(SourceFault) -> TokenKind {
    let start = position
    digits()
    if bytes[start] == UInt8(ascii: "0"), position - start > 1 {
      throw SourceFault(.parse, "illegal number format", location, advice: "remove the leading zero")
    }
    if byte() == UInt8(ascii: "."), Lexer.isDigit(byte(1)) {
      position += 1
      digits()
    }
    if byte() | 0x20 == UInt8(ascii: "e") {
      position += 1
      if byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { position += 1 }
      guard Lexer.isDigit(byte()) else {
        throw SourceFault(.parse, "illegal number format", location, advice: "the exponent has no digits")
      }
      digits()
    }
    if Lexer.isNameStart(byte()) {
      throw SourceFault(.parse, "illegal number format", location, advice: "put a space after the number")
    }
    return .number
  }

  private mutating func digits() {
    while Lexer.isDigit(byte()) { position += 1 }
  }

  private mutating func quoted(_ kind: TokenKind) throws(SourceFault) -> TokenKind {
    let opening = location
    let end = kind == .template
      ? TemplateScanner(bytes: bytes, limit: limit).templateEnd(position + 1, quote: UInt8(ascii: "\""), depth: 0)
      : stringEnd()
    guard let end else {
      throw SourceFault(.parse, "non-terminated string", opening, advice: "add the closing quote on the same line")
    }
    moveTo(end + 1)
    return kind
  }

  private func stringEnd() -> Int? {
    var index = position + 1
    while index < limit, bytes[index] != UInt8(ascii: "\n") {
      if bytes[index] == UInt8(ascii: "\"") { return index }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  /// Advances to `end`, counting the lines passed.
  private mutating func moveTo(_ end: Int) {
    while position < end {
      position += 1
      if bytes[position - 1] == UInt8(ascii: "\n") { startLine() }
    }
  }

  private mutating func raw(_ kind: TokenKind) throws(SourceFault) -> TokenKind {
    let opening = location
    let quote = UInt8(ascii: "`")
    let end = kind == .rawTemplate
      ? TemplateScanner(bytes: bytes, limit: limit).templateEnd(position + 1, quote: quote, depth: 0)
      : bytes[(position + 1)..<limit].firstIndex(of: quote)
    guard let end else {
      throw SourceFault(.parse, "non-terminated raw string", opening, advice: "add the closing back quote")
    }
    moveTo(end + 1)
    return kind
  }
}

/// Finds where template strings and the expressions in them end; both may hold the other.
struct TemplateScanner {
  let bytes: [UInt8]
  let limit: Int

  /// Index of the quote that closes the template whose text starts at `start`.
  func templateEnd(_ start: Int, quote: UInt8, depth: Int) -> Int? {
    guard depth < 16 else { return nil }
    var index = start
    while index < limit {
      switch bytes[index] {
      case quote: return index
      case UInt8(ascii: "\n") where quote == UInt8(ascii: "\""): return nil
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "{"):
        guard let close = expressionEnd(index, depth: depth + 1) else { return nil }
        index = close + 1
      default: index += 1
      }
    }
    return nil
  }

  /// Index of the brace that closes the one at `open`.
  func expressionEnd(_ open: Int, depth: Int) -> Int? {
    var level = 0
    var index = open
    while index < limit {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "{"): level += 1
      case UInt8(ascii: "}"):
        level -= 1
        if level == 0 { return index }
      case UInt8(ascii: "\""), UInt8(ascii: "`"):
        let isTemplate = index > open && bytes[index - 1] == UInt8(ascii: "$")
        guard let end = isTemplate ? templateEnd(index + 1, quote: byte, depth: depth + 1) : stringEnd(index + 1, byte)
        else { return nil }
        index = end
      default: break
      }
      index += 1
    }
    return nil
  }

  private func stringEnd(_ start: Int, _ quote: UInt8) -> Int? {
    var index = start
    while index < limit, bytes[index] != quote {
      index += quote == UInt8(ascii: "\"") && bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index < limit ? index : nil
  }
}

extension Lexer {
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  static func isNameStart(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_")
  }

  static func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }

  private static let words: [String: TokenKind] = [
    "package": .packageWord, "import": .importWord, "as": .asWord, "default": .defaultWord,
    "else": .elseWord, "not": .notWord, "some": .someWord, "with": .withWord, "null": .nullWord,
    "true": .trueWord, "false": .falseWord, "if": .ifWord, "contains": .containsWord, "in": .inWord,
    "every": .everyWord, "and": .andWord, "or": .orWord,
  ]

  static func word(_ bytes: ArraySlice<UInt8>) -> TokenKind {
    guard bytes.count <= 8 else { return .identifier }
    return words[String(decoding: bytes, as: UTF8.self)] ?? .identifier
  }
}
