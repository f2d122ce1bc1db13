/// Cuts single statements out of a source.
struct StatementText {
  private let bytes: [UInt8]
  /// Longest text given, in bytes.
  static let limit = 2_000

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The statement that begins at byte `start`: up to `;`, a comment, the end of the line or the bracket that closes what
  /// stands around it, whichever comes first while no bracket of its own is open.
  func text(at start: Int) -> String {
    guard bytes.indices.contains(start) else { return "" }
    var lexer = Lexer(bytes: bytes, range: start..<min(bytes.count, start + Self.limit), file: 0, row: 1, column: 1)
    try? lexer.scan()
    var depth = 0
    var end = start
    var row: Int32 = 1
    loop: for token in lexer.tokens {
      if depth == 0, token.row != row, !isContinued(token) { break }
      switch token.kind {
      case .leftBracket, .leftBrace, .leftParen: depth += 1
      case .rightBracket, .rightBrace, .rightParen:
        depth -= 1
        if depth < 0 { break loop }
      case .semicolon: if depth == 0 { break loop }
      case .end: break loop
      default: break
      }
      end = Int(token.end)
      row = lexer.row(of: token)
    }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private func isContinued(_ token: Token) -> Bool { token.kind == .withWord }
}

extension Lexer {
  /// The row on which a token ends.
  fileprivate func row(of token: Token) -> Int32 {
    bytes[Int(token.start)..<Int(token.end)].reduce(into: token.row) { row, byte in
      if byte == UInt8(ascii: "\n") { row += 1 }
    }
  }
}
