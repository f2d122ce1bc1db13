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

  /// OPA's name for it, for messages.
  var name: String {
    switch self {
    case .end: "eof"
    case .identifier: "ident"
    case .number: "number"
    case .string, .rawString: "string"
    case .template, .rawTemplate: "template_string"
    case .leftBracket: "["
    case .rightBracket: "]"
    case .leftBrace: "{"
    case .rightBrace: "}"
    case .leftParen: "("
    case .rightParen: ")"
    case .comma: ","
    case .colon: ":"
    case .semicolon: ";"
    case .dot: "."
    case .bar: "or"
    case .ampersand: "and"
    case .plus: "plus"
    case .minus: "minus"
    case .times: "mul"
    case .divide: "div"
    case .remainder: "rem"
    case .assign: "assign"
    case .unify: "eq"
    case .equal: "equal"
    case .notEqual: "neq"
    case .less: "lt"
    case .lessOrEqual: "lte"
    case .greater: "gt"
    case .greaterOrEqual: "gte"
    default: "keyword"
    }
  }
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
