/// Which words a module's text may use: Rego v1, or v0 with what its imports bring.
struct Dialect: Sendable {
  var version: RegoVersion
  var keywordIf: Bool
  var keywordContains: Bool
  var keywordIn: Bool
  var keywordEvery: Bool
  var keywordNot = false
  var keywordLogic = false

  init(_ version: RegoVersion) {
    self.version = version
    let modern = version == .v1
    keywordIf = modern
    keywordContains = modern
    keywordIn = modern
    keywordEvery = modern
  }

  /// Whether this word is a keyword here; otherwise it is an ordinary name.
  func isKeyword(_ kind: TokenKind) -> Bool {
    switch kind {
    case .ifWord: keywordIf
    case .containsWord: keywordContains
    case .inWord: keywordIn
    case .everyWord: keywordEvery
    case .andWord, .orWord: keywordLogic
    default: kind.isWord
    }
  }
}

/// The version of the language: v1 (OPA 1.0 and later) or v0.
public enum RegoVersion: Int, Sendable {
  case v0 = 0
  case v1 = 1
}
