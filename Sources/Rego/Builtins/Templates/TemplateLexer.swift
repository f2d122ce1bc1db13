/// The words of one action, what stands between `{{` and `}}`.
struct TemplateLexer {
  enum Token: Equatable {
    case word(String)
    case field(String)
    case variable(String)
    case text([UInt8])
    case number([UInt8])
    case character(Int64)
    case dot, pipe, open, close, comma, assign, declare
    case end
  }

  private let bytes: [UInt8]
  private(set) var position: Int
  /// Nothing but the token before: `x .y` is two words, `x.y` a chain.
  private(set) var followsSpace = false

  init(_ bytes: [UInt8], at position: Int) {
    self.bytes = bytes
    self.position = position
  }

  private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private func isAhead(_ text: String) -> Bool { bytes[min(position, bytes.count)...].starts(with: text.utf8) }

  /// The next token; `end` at `}}`, whose trimming of what follows is told.
  mutating func next(_ trims: inout Bool) throws(BuiltinError) -> Token {
    let start = position
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    followsSpace = position > start
    guard position < bytes.count else { throw .failed("template: template:1: unclosed action") }
    if followsSpace, isAhead("-}}") {
      position += 3
      trims = true
      return .end
    }
    if isAhead("}}") {
      position += 2
      return .end
    }
    switch byte {
    case UInt8(ascii: "|"): return single(.pipe)
    case UInt8(ascii: "("): return single(.open)
    case UInt8(ascii: ")"): return single(.close)
    case UInt8(ascii: ","): return single(.comma)
    case UInt8(ascii: "="): return single(.assign)
    case UInt8(ascii: ":"):
      guard isAhead(":=") else { throw .failed("template: template:1: expected :=") }
      position += 2
      return .declare
    case UInt8(ascii: "\""), UInt8(ascii: "`"): return .text(try quoted())
    case UInt8(ascii: "'"):
      let scalars = String(decoding: try quoted(), as: UTF8.self).unicodeScalars
      guard scalars.count == 1, let scalar = scalars.first else { throw .failed("template: template:1: malformed character constant") }
      return .character(Int64(scalar.value))
    case UInt8(ascii: "."):
      position += 1
      if Lexer.isDigit(byte) { return number(from: position - 1) }
      let name = word()
      return name.isEmpty ? .dot : .field(name)
    case UInt8(ascii: "$"):
      position += 1
      return .variable("$" + word())
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"): return number(from: position)
    default:
      let name = word()
      if name.isEmpty {
        throw .failed("template: template:1: unexpected \"\(UnicodeScalar(byte))\" in command")
      }
      return .word(name)
    }
  }

  private mutating func single(_ token: Token) -> Token {
    position += 1
    return token
  }

  private mutating func word() -> String {
    let start = position
    while position < bytes.count, Lexer.isNamePart(byte) || byte >= 0x80 { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func number(from start: Int) -> Token {
    position = start + 1
    while position < bytes.count, Lexer.isNamePart(byte) || byte == UInt8(ascii: ".")
      || (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")) && bytes[position - 1] | 0x20 == UInt8(ascii: "e")
    {
      position += 1
    }
    return .number(Array(bytes[start..<position]))
  }

  private mutating func quoted() throws(BuiltinError) -> [UInt8] {
    let quote = byte
    position += 1
    let start = position
    var result: [UInt8] = []
    while position < bytes.count, byte != quote {
      guard byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "`") else {
        result.append(byte)
        position += 1
        continue
      }
      position += 1
      result.append(contentsOf: try escape())
    }
    guard position < bytes.count else { throw .failed("template: template:1: unterminated quoted string") }
    position += 1
    return quote == UInt8(ascii: "`") ? Array(bytes[start..<(position - 1)]) : result
  }

  private mutating func escape() throws(BuiltinError) -> [UInt8] {
    let letter = byte
    position += 1
    switch letter {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "a"): return [0x07]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "v"): return [0x0B]
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): return [letter]
    case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
      let count = letter == UInt8(ascii: "x") ? 2 : letter == UInt8(ascii: "u") ? 4 : 8
      let digits = String(decoding: bytes[position..<min(position + count, bytes.count)], as: UTF8.self)
      guard digits.utf8.count == count, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else { break }
      position += count
      return count == 2 ? [UInt8(value)] : Array(String(scalar).utf8)
    default: break
    }
    throw .failed("template: template:1: invalid escape in string")
  }
}
