/// Reads one module or one query by recursive descent.
///
/// Errors name the place of the first token that does not fit; nesting is bounded by `nestingLimit`.
struct Parser {
  /// How deep terms and bodies may nest.
  static let nestingLimit = 256
  /// How many terms may lie within each other: operators in a row nest without nesting in the text. Bounds the recursion
  /// of everything that walks terms.
  static let heightLimit: UInt16 = 512
  /// Elements of one path: of a package, a rule's reference or a reference in a term.
  static let pathLimit = 256
  /// How often, on average, a token may be read again when the parser goes back.
  static let readingsPerToken = 32

  let bytes: [UInt8]
  let file: Int32
  var tokens: [Token]
  var comments: [Comment]
  var lineStarts: [Int32] = []
  var position = 0
  var dialect: Dialect
  var nesting = 0
  var usesMetadata = false
  /// Of the tallest term so far.
  var tallest: UInt16 = 0
  /// Counts tokens read, again after going back: what bounds the time on hostile text.
  private var work = 0
  /// A limit was met: reading the text another way would only meet it again.
  private var limitFault: SourceFault?

  init(bytes: [UInt8], file: Int32, dialect: Dialect) throws(SourceFault) {
    var lexer = Lexer(bytes: bytes, file: file)
    try lexer.scan()
    self.init(bytes: bytes, file: file, dialect: dialect, tokens: lexer.tokens)
    comments = lexer.comments
    lineStarts = lexer.lineStarts
  }

  init(bytes: [UInt8], file: Int32, dialect: Dialect, tokens: [Token]) {
    self.bytes = bytes
    self.file = file
    self.dialect = dialect
    self.tokens = tokens
    comments = []
  }

  /// Parses a whole module.
  static func module(_ text: [UInt8], file: Int32, version: RegoVersion) throws(SourceFault) -> Module {
    var parser = try Parser(bytes: text, file: file, dialect: Dialect(version))
    return try parser.parseModule()
  }

  /// Parses a query: a body without braces.
  static func query(_ text: [UInt8], file: Int32, dialect: Dialect) throws(SourceFault) -> Body {
    var parser = try Parser(bytes: text, file: file, dialect: dialect)
    return try parser.parseBody(until: .end)
  }

  // MARK: - Tokens

  var token: Token { tokens[min(position, tokens.count - 1)] }

  /// Byte offset behind the last token read.
  var lastEnd: Int32 { position > 0 ? tokens[position - 1].end : 0 }

  func peek(_ ahead: Int = 1) -> Token { tokens[min(position + ahead, tokens.count - 1)] }

  var location: Location { place(token) }

  func place(_ token: Token) -> Location {
    Location(file: file, row: token.row, column: token.column, offset: token.start)
  }

  /// The kind of the token, with words that are not keywords in this dialect shown as names.
  var kind: TokenKind {
    let kind = token.kind
    guard kind.isWord else { return kind }
    // `default.foo` names a rule, whatever the word.
    let next = peek()
    let isName = next.kind == .dot && !next.spaced
    return isName || !dialect.isKeyword(kind) ? .identifier : kind
  }

  mutating func advance() {
    work += 1
    if position < tokens.count - 1 { position += 1 }
  }

  mutating func accept(_ wanted: TokenKind) -> Bool {
    guard kind == wanted else { return false }
    advance()
    return true
  }

  mutating func expect(_ wanted: TokenKind, _ message: @autoclosure () -> String) throws(SourceFault) {
    guard accept(wanted) else { throw unexpected(message()) }
  }

  func text(_ token: Token) -> String {
    String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
  }

  /// The fault of finding the current token, in OPA's words.
  func unexpected(_ note: String, advice: String = "") -> SourceFault {
    let found = kind.isWord ? "\(text(token)) keyword" : "\(kind.name) token"
    return SourceFault(.parse, "unexpected \(found): \(note)", location, advice: advice)
  }

  /// Runs `body` one level deeper.
  mutating func nested<T>(
    _ body: (inout Parser) throws(SourceFault) -> T
  ) throws(SourceFault) -> T {
    if let limitFault { throw limitFault }
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Parser.nestingLimit {
      throw exceeds("nested more than \(Parser.nestingLimit) levels deep")
    }
    if work > tokens.count * Parser.readingsPerToken + 1024 { throw exceeds("ambiguous beyond reason") }
    let result = try body(&self)
    if tallest > Parser.heightLimit {
      throw exceeds("more than \(Parser.heightLimit) operators or terms within each other")
    }
    return result
  }

  private mutating func exceeds(_ message: String) -> SourceFault {
    let fault = SourceFault(.parse, message, location, advice: "split it into rules or variables")
    limitFault = fault
    return fault
  }

  /// Refuses to read one more element of a path that is long already.
  func checkLength(_ count: Int) throws(SourceFault) {
    guard count < Parser.pathLimit else {
      throw SourceFault(
        .parse, "path of more than \(Parser.pathLimit) elements", location, advice: "use fewer levels")
    }
  }

  // MARK: - Module

  mutating func parseModule() throws(SourceFault) -> Module {
    let start = location
    guard accept(.packageWord) else {
      throw SourceFault(.parse, "package expected", location, advice: "a module starts with `package name`")
    }
    let package = try packagePath()
    var module = Module(
      file: file, package: package, packageLocation: start, imports: [], rules: [], comments: [],
      dialect: dialect, packageEnd: lastEnd, lineStarts: lineStarts)
    while true {
      while accept(.semicolon) {}
      switch kind {
      case .end:
        module.comments = comments
        module.dialect = dialect
        module.usesMetadata = usesMetadata
        return module
      case .importWord: module.imports.append(try parseImport())
      default: try parseRules(into: &module.rules)
      }
    }
  }

  private mutating func packagePath() throws(SourceFault) -> [String] {
    var path = try dottedPath("a package name")
    if path.first == "data", path.count > 1 { path.removeFirst() }
    return path
  }

  /// `a.b["c"].d`, names and string keys only.
  mutating func dottedPath(_ what: String) throws(SourceFault) -> [String] {
    guard kind == .identifier || token.kind.isWord else { throw unexpected("expected \(what)") }
    var path = [text(token)]
    advance()
    while !token.spaced {
      try checkLength(path.count)
      if accept(.dot) {
        guard token.kind == .identifier || token.kind.isWord else {
          throw unexpected("expected ident", advice: "write a name after the dot")
        }
        path.append(text(token))
        advance()
      } else if kind == .leftBracket {
        advance()
        guard token.kind == .string || token.kind == .rawString else {
          throw unexpected("expected a string between the brackets of a path")
        }
        path.append(try stringLiteral(token))
        advance()
        try expect(.rightBracket, "expected `]`")
      } else {
        break
      }
    }
    return path
  }

  private mutating func parseImport() throws(SourceFault) -> Import {
    let start = location
    advance()
    let path = try dottedPath("a path after `import`")
    var alias: String?
    if accept(.asWord) {
      guard kind == .identifier else { throw unexpected("expected a name after `as`") }
      alias = text(token)
      advance()
    }
    let result = Import(path: path, alias: alias, location: start, end: lastEnd)
    switch path[0] {
    case "future": try enableFuture(result)
    case "rego":
      guard path.count == 2, path[1] == "v1" else {
        throw SourceFault(.parse, "invalid import `\(path.joined(separator: "."))`: only `rego.v1`", start)
      }
      dialect = Dialect(.v1)
    case "data", "input": break
    default:
      throw SourceFault(
        .parse,
        "unexpected import path, must begin with one of: {data, future, input, rego}, got: \(path[0])", start)
    }
    return result
  }

  private mutating func enableFuture(_ line: Import) throws(SourceFault) {
    guard line.path.count >= 2, line.path[1] == "keywords", line.path.count <= 3 else {
      throw SourceFault(.parse, "invalid import, must be `future.keywords`", line.location)
    }
    guard line.path.count == 3 else {
      dialect.keywordIf = true
      dialect.keywordContains = true
      dialect.keywordIn = true
      dialect.keywordEvery = true
      dialect.keywordNot = true
      return
    }
    switch line.path[2] {
    case "if": dialect.keywordIf = true
    case "contains": dialect.keywordContains = true
    case "in": dialect.keywordIn = true
    case "every":
      dialect.keywordEvery = true
      dialect.keywordIn = true
    case "not": dialect.keywordNot = true
    case "and", "or": dialect.keywordLogic = true
    default:
      throw SourceFault(
        .parse, "unexpected keyword `\(line.path[2])`, must be one of [contains every if in not]",
        line.location)
    }
  }
}
