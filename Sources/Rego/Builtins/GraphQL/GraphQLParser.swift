/// Reads queries and schemas into objects that hold what is not empty, without places.
struct GraphQLParser {
  typealias Kind = GraphQLLexer.Kind

  /// Nesting of selections, values and types.
  static let depthLimit = 200

  let arena: Arena
  private var lexer: GraphQLLexer
  private(set) var token: GraphQLLexer.Token
  private(set) var previous: GraphQLLexer.Token
  private var fault: BuiltinError?
  private var depth = 0

  init(_ text: Text, _ call: Arguments) throws(BuiltinError) {
    arena = call.arena
    lexer = try GraphQLLexer(text)
    token = GraphQLLexer.Token(kind: .end)
    previous = token
    read()
  }

  // MARK: - Tokens

  mutating func advance() throws(BuiltinError) {
    if let fault { throw fault }
    previous = token
    read()
  }

  private mutating func read() {
    do throws(BuiltinError) {
      token = try lexer.next()
    } catch {
      fault = error
      token = GraphQLLexer.Token(kind: .invalid, line: lexer.line, column: lexer.column)
    }
  }

  func unexpected(_ token: GraphQLLexer.Token) -> BuiltinError {
    GraphQLLexer.located("Unexpected \(token.shown)", token.line, token.column)
  }

  mutating func skip(_ kind: Kind) throws(BuiltinError) -> Bool {
    guard token.kind == kind else { return false }
    try advance()
    return true
  }

  mutating func expect(_ kind: Kind) throws(BuiltinError) {
    guard try skip(kind) else {
      throw GraphQLLexer.located("Expected \(kind.rawValue), found \(token.kind.rawValue)", token.line, token.column)
    }
  }

  func isWord(_ word: String) -> Bool { token.kind == .name && token.text.elementsEqual(word.utf8) }

  mutating func expect(word: String) throws(BuiltinError) {
    guard isWord(word) else {
      throw GraphQLLexer.located("Expected \"\(word)\", found \(token.shown)", token.line, token.column)
    }
    try advance()
  }

  mutating func name() throws(BuiltinError) -> Value {
    try expect(.name)
    return arena.string(previous.text)
  }

  /// Items between two tokens, if the first is there; at least one where that is asked for.
  mutating func items(
    _ open: Kind, _ close: Kind, needsOne: Bool, _ item: (inout Self) throws(BuiltinError) -> Value
  ) throws(BuiltinError) -> Value {
    guard try skip(open) else { return .undefined }
    var result: [Value] = []
    while token.kind != close { result.append(try item(&self)) }
    if needsOne, result.isEmpty {
      throw GraphQLLexer.located("expected at least one definition, found \(token.kind.rawValue)", token.line, token.column)
    }
    try advance()
    return arena.array(result)
  }

  private mutating func nested(_ body: (inout Self) throws(BuiltinError) -> Value) throws(BuiltinError) -> Value {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else { throw .limit("the GraphQL document nests more than \(Self.depthLimit) levels") }
    return try body(&self)
  }

  func make(_ members: (String, Value)...) -> Value { GraphQLNode.make(members, arena) }

  // MARK: - Queries

  mutating func query() throws(BuiltinError) -> Value {
    var operations: [Value] = []
    var fragments: [Value] = []
    while token.kind != .end {
      if token.kind == .openBrace || isWord("query") || isWord("mutation") || isWord("subscription") {
        operations.append(try operation())
      } else if isWord("fragment") {
        fragments.append(try fragment())
      } else {
        throw unexpected(token)
      }
    }
    return make(("Operations", arena.array(operations)), ("Fragments", arena.array(fragments)))
  }

  private mutating func operation() throws(BuiltinError) -> Value {
    if token.kind == .openBrace {
      return make(("Operation", arena.string("query")), ("Name", arena.string("")), ("SelectionSet", try selections()))
    }
    let operation = try name()
    let title = token.kind == .name ? try name() : arena.string("")
    let variables = try variables()
    let directives = try directives(isConstant: false)
    return make(
      ("Operation", operation), ("Name", title), ("VariableDefinitions", variables), ("Directives", directives),
      ("SelectionSet", try selections()))
  }

  private mutating func variables() throws(BuiltinError) -> Value {
    try items(.open, .close, needsOne: false) { parser throws(BuiltinError) in
      let variable = try parser.variable()
      try parser.expect(.colon)
      let type = try parser.type()
      let initial: Value = try parser.skip(.equals) ? try parser.literal(isConstant: true) : .undefined
      return parser.make(
        ("Variable", variable), ("Type", type), ("DefaultValue", initial),
        ("Directives", try parser.directives(isConstant: false)), ("Used", .no))
    }
  }

  private mutating func variable() throws(BuiltinError) -> Value {
    try expect(.dollar)
    return try name()
  }

  private mutating func selections() throws(BuiltinError) -> Value {
    guard token.kind == .openBrace else {
      throw GraphQLLexer.located("Expected {, found \(token.kind.rawValue)", token.line, token.column)
    }
    return try nested { parser throws(BuiltinError) in
      try parser.items(.openBrace, .closeBrace, needsOne: true) { parser throws(BuiltinError) in
        parser.token.kind == .spread ? try parser.spread() : try parser.field()
      }
    }
  }

  private mutating func field() throws(BuiltinError) -> Value {
    let alias = try name()
    let title = try skip(.colon) ? try name() : alias
    let arguments = try arguments(isConstant: false)
    let directives = try directives(isConstant: false)
    let selections: Value = token.kind == .openBrace ? try self.selections() : .undefined
    return make(
      ("Alias", alias), ("Name", title), ("Arguments", arguments), ("Directives", directives), ("SelectionSet", selections))
  }

  private mutating func spread() throws(BuiltinError) -> Value {
    try expect(.spread)
    if token.kind == .name, !isWord("on") {
      let title = try name()
      return make(("Name", title), ("Directives", try directives(isConstant: false)))
    }
    var condition = arena.string("")
    if isWord("on") {
      try advance()
      condition = try name()
    }
    let directives = try directives(isConstant: false)
    return make(("TypeCondition", condition), ("Directives", directives), ("SelectionSet", try selections()))
  }

  private mutating func fragment() throws(BuiltinError) -> Value {
    try expect(word: "fragment")
    if isWord("on") { throw unexpected(token) }
    let title = try name()
    let variables = try variables()
    try expect(word: "on")
    let condition = try name()
    let directives = try directives(isConstant: false)
    return make(
      ("Name", title), ("VariableDefinition", variables), ("TypeCondition", condition), ("Directives", directives),
      ("SelectionSet", try selections()))
  }

  // MARK: - Values, directives and types

  private mutating func arguments(isConstant: Bool) throws(BuiltinError) -> Value {
    try items(.open, .close, needsOne: false) { parser throws(BuiltinError) in
      let title = try parser.name()
      try parser.expect(.colon)
      return parser.make(("Name", title), ("Value", try parser.literal(isConstant: isConstant)))
    }
  }

  mutating func directives(isConstant: Bool) throws(BuiltinError) -> Value {
    var result: [Value] = []
    while try skip(.at) {
      let title = try name()
      let arguments = try arguments(isConstant: isConstant)
      result.append(make(("Name", title), ("Arguments", arguments), ("Location", arena.string(""))))
    }
    return arena.array(result)
  }

  private func literal(_ kind: GraphQLLiteral, _ raw: Value, children: Value = .undefined) -> Value {
    make(
      ("Raw", raw), ("Children", children), ("Kind", .integer(kind.rawValue)), ("ExpectedTypeHasDefault", .no))
  }

  mutating func literal(isConstant: Bool) throws(BuiltinError) -> Value {
    let kind: GraphQLLiteral
    switch token.kind {
    case .openBracket, .openBrace: return try nested { parser throws(BuiltinError) in try parser.composite(isConstant: isConstant) }
    case .dollar:
      if isConstant { throw unexpected(token) }
      return literal(.variable, try variable())
    case .int: kind = .int
    case .float: kind = .float
    case .string: kind = .string
    case .block: kind = .block
    case .name: kind = isWord("true") || isWord("false") ? .boolean : isWord("null") ? .null : .enumeration
    default: throw unexpected(token)
    }
    let raw = arena.string(token.text)
    try advance()
    return literal(kind, raw)
  }

  private mutating func composite(isConstant: Bool) throws(BuiltinError) -> Value {
    let empty = arena.string("")
    if token.kind == .openBracket {
      let children = try items(.openBracket, .closeBracket, needsOne: false) { parser throws(BuiltinError) in
        parser.make(("Name", empty), ("Value", try parser.literal(isConstant: isConstant)))
      }
      return literal(.list, empty, children: children)
    }
    let children = try items(.openBrace, .closeBrace, needsOne: false) { parser throws(BuiltinError) in
      let title = try parser.name()
      try parser.expect(.colon)
      return parser.make(("Name", title), ("Value", try parser.literal(isConstant: isConstant)))
    }
    return literal(.object, empty, children: children)
  }

  mutating func type() throws(BuiltinError) -> Value {
    try nested { parser throws(BuiltinError) in
      var element = Value.undefined
      var title = parser.arena.string("")
      if try parser.skip(.openBracket) {
        element = try parser.type()
        try parser.expect(.closeBracket)
      } else {
        title = try parser.name()
      }
      return parser.make(("NamedType", title), ("Elem", element), ("NonNull", .boolean(try parser.skip(.bang))))
    }
  }
}
