/// What the lexer found.
enum TokenKind: UInt8, Sendable {
  case end
  case identifier, number, string, rawString, template, rawTemplate
  case leftBracket, rightBracket, leftBrace, rightBrace, leftParen, rightParen
  case comma, colon, semicolon, dot, bar, ampersand
  case plus, minus, times, divide, remainder
  case assign, unify, equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  // Words of the language; some of them only after an import (see `Dialect`).
  case packageWord, importWord, asWord, defaultWord, elseWord, notWord, someWord, withWord
  case nullWord, trueWord, falseWord
  case ifWord, containsWord, inWord, everyWord, andWord, orWord

  /// Words stay usable as names behind a dot (`input.if`).
  var isWord: Bool { rawValue >= TokenKind.packageWord.rawValue }
}

/// A token: its kind and the bytes it spans.
struct Token: Sendable {
  var kind: TokenKind
  /// White space or a comment stands before it; a reference or call ends there.
  var spaced: Bool
  var start: Int32
  var end: Int32
  var row: Int32
  var column: Int32
}

/// A comment, kept for annotations and the formatter.
struct Comment: Sendable {
  /// Without the `#`.
  var text: String
  var location: Location

  var row: Int32 { location.row }
}
