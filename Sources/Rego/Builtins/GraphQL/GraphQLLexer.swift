/// The tokens of GraphQL (section 2.1).
struct GraphQLLexer {
  enum Kind: String {
    case end = "<EOF>"
    /// Text that is no token; what is wrong with it is told when it is used.
    case invalid = "<Invalid>"
    case bang = "!"
    case dollar = "$"
    case ampersand = "&"
    case open = "("
    case close = ")"
    case spread = "..."
    case colon = ":"
    case equals = "="
    case at = "@"
    case openBracket = "["
    case closeBracket = "]"
    case openBrace = "{"
    case closeBrace = "}"
    case pipe = "|"
    case name = "Name"
    case int = "Int"
    case float = "Float"
    case string = "String"
    case block = "BlockString"
  }

  struct Token {
    var kind: Kind
    var text: [UInt8] = []
    var line = 1
    var column = 1

    var name: String { String(decoding: text, as: UTF8.self) }
    /// As messages show it: `Name "on"`.
    var shown: String {
      text.isEmpty ? kind.rawValue : kind.rawValue + " " + String(decoding: GoQuote.quoted(text, asciiOnly: false), as: UTF8.self)
    }
  }

  /// Longest document, in bytes.
  static let sizeLimit = 1 << 20

  private let text: Text
  private var position = 0
  private(set) var line = 1
  private var lineStart = 0

  init(_ text: Text) throws(BuiltinError) {
    guard text.count <= GraphQLLexer.sizeLimit else {
      throw .limit("the GraphQL document is longer than \(GraphQLLexer.sizeLimit) bytes")
    }
    self.text = text
  }

  static func located(_ message: String, _ line: Int, _ column: Int) -> BuiltinError {
    .failed("\(message) in GraphQL string at location \(line):\(column)")
  }

  var column: Int {
    var count = 1
    for index in lineStart..<position where text[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }

  private func bad(_ message: String) -> BuiltinError { GraphQLLexer.located(message, line, column) }

  private mutating func skipIgnored() {
    while position < text.count {
      switch text[position] {
      case 0x20, 0x09, UInt8(ascii: ","): position += 1
      case 0xEF where text[position + 1] == 0xBB && text[position + 2] == 0xBF: position += 3
      case 0x0A, 0x0D:
        if text[position] == 0x0D, text[position + 1] == 0x0A { position += 1 }
        position += 1
        line += 1
        lineStart = position
      case UInt8(ascii: "#"):
        while position < text.count, text[position] != 0x0A, text[position] != 0x0D { position += 1 }
      default: return
      }
    }
  }

  mutating func next() throws(BuiltinError) -> Token {
    skipIgnored()
    var token = Token(kind: .end, line: line, column: column)
    guard position < text.count else { return token }
    let byte = text[position]
    switch byte {
    case UInt8(ascii: "."):
      guard text[position + 1] == byte, text[position + 2] == byte else { break }
      position += 3
      token.kind = .spread
      return token
    case UInt8(ascii: "\""):
      // The reader of this language's reference counts from behind the quotes.
      let isBlock = text[position + 1] == byte && text[position + 2] == byte
      token.kind = isBlock ? .block : .string
      token.column += isBlock ? 3 : 1
      token.text = isBlock ? try blockString() : try string()
      return token
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number(token)
    case UInt8(ascii: "_"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      let start = position
      while position < text.count, Lexer.isNamePart(text[position]) { position += 1 }
      token.kind = .name
      token.text = text.bytes(start..<position)
      return token
    default:
      if byte < 0x80, let kind = Kind(rawValue: String(UnicodeScalar(byte))) {
        position += 1
        token.kind = kind
        return token
      }
    }
    throw bad("Cannot parse the unexpected character \"\(text.scalar(at: position).scalar)\"")
  }

  private mutating func digits() throws(BuiltinError) {
    guard position < text.count, Lexer.isDigit(text[position]) else {
      let got = position < text.count ? "\"\(text.scalar(at: position).scalar)\"" : "<EOF>"
      throw bad("Invalid number, expected digit but got: \(got)")
    }
    while position < text.count, Lexer.isDigit(text[position]) { position += 1 }
  }

  private mutating func number(_ start: Token) throws(BuiltinError) -> Token {
    var token = start
    let first = position
    token.kind = .int
    if text[position] == UInt8(ascii: "-") { position += 1 }
    if text[position] == UInt8(ascii: "0") {
      position += 1
      if Lexer.isDigit(text[position]) {
        throw bad("Invalid number, unexpected digit after 0: \"\(UnicodeScalar(text[position]))\"")
      }
    } else {
      try digits()
    }
    if text[position] == UInt8(ascii: ".") {
      token.kind = .float
      position += 1
      try digits()
    }
    if text[position] | 0x20 == UInt8(ascii: "e") {
      token.kind = .float
      position += 1
      if text[position] == UInt8(ascii: "+") || text[position] == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    token.text = text.bytes(first..<position)
    return token
  }

  // MARK: - Strings

  private mutating func string() throws(BuiltinError) -> [UInt8] {
    position += 1
    var result: [UInt8] = []
    while position < text.count {
      let byte = text[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return result
      case 0x0A, 0x0D: throw bad("Unterminated string")
      case UInt8(ascii: "\\"): try escape(&result)
      case 0..<0x20 where byte != 0x09: throw bad("Invalid character within String: \"\\u00\(String(byte, radix: 16))\"")
      default: result.append(byte)
      }
    }
    throw bad("Unterminated string")
  }

  private mutating func escape(_ result: inout [UInt8]) throws(BuiltinError) {
    let letter = text[position]
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\\"): result.append(letter)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"):
      let digits = String(decoding: text.bytes(position..<(position + 4)), as: UTF8.self)
      guard digits.utf8.count == 4, let value = UInt32(digits, radix: 16) else {
        throw bad("Invalid character escape sequence: \\u\(digits)")
      }
      position += 4
      result.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    default: throw bad("Invalid character escape sequence: \\\(UnicodeScalar(letter))")
    }
  }

  private mutating func blockString() throws(BuiltinError) -> [UInt8] {
    position += 3
    var raw: [UInt8] = []
    while position < text.count {
      let byte = text[position]
      let hasTriple = text.bytes(position..<(position + 3)).elementsEqual("\"\"\"".utf8)
      if hasTriple {
        position += 3
        return GraphQLLexer.dedented(raw)
      }
      if byte == UInt8(ascii: "\\"), text.bytes((position + 1)..<(position + 4)).elementsEqual("\"\"\"".utf8) {
        raw.append(contentsOf: "\"\"\"".utf8)
        position += 4
        continue
      }
      if byte == 0x0D, text[position + 1] == 0x0A { position += 1 }
      position += 1
      if byte == 0x0A || byte == 0x0D {
        raw.append(0x0A)
        line += 1
        lineStart = position
      } else {
        raw.append(byte)
      }
    }
    throw bad("Unterminated string")
  }

  /// Without the common indentation and the empty lines at both ends (section 2.9.4).
  static func dedented(_ raw: [UInt8]) -> [UInt8] {
    func indent(_ line: ArraySlice<UInt8>) -> Int { line.prefix { $0 == 0x20 || $0 == 0x09 }.count }
    var lines = raw.split(separator: 0x0A, omittingEmptySubsequences: false)
    let common = lines.dropFirst().filter { indent($0) < $0.count }.map(indent).min() ?? 0
    for index in lines.indices.dropFirst() { lines[index] = lines[index].dropFirst(common) }
    while let first = lines.first, indent(first) == first.count { lines.removeFirst() }
    while let last = lines.last, indent(last) == last.count { lines.removeLast() }
    return Array(lines.joined(separator: [0x0A]))
  }
}
