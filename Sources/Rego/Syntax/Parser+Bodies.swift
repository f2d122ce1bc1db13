extension Parser {
  /// What follows `if`: a body in braces, or one literal.
  mutating func parseIfBody() throws(SourceFault) -> Body {
    guard kind == .leftBrace else { return Body(literals: [try parseLiteral()]) }
    let saved = position
    if let body = try? parseBracedBody(), !continuesTerm { return body }
    position = saved
    if peek().kind == .rightBrace {
      position += 2
      let isBody = !continuesTerm
      position = saved + (isBody ? 1 : 0)
      if isBody { throw emptyBody() }
    }
    // `if {1, 2} == x`: the brace opened a term.
    if let literal = try? parseLiteral() { return Body(literals: [literal]) }
    position = saved
    return try parseBracedBody()
  }

  /// The token on the same line can only stand behind a term.
  private var continuesTerm: Bool {
    switch kind {
    case .identifier, .defaultWord, .importWord: false
    default: !isAtLiteralEnd
    }
  }

  private var isAtLiteralEnd: Bool {
    switch kind {
    case .end, .semicolon, .elseWord, .rightBrace, .leftBrace: true
    default: token.row != tokens[max(position - 1, 0)].row
    }
  }

  mutating func parseBracedBody() throws(SourceFault) -> Body {
    let opening = location
    try expect(.leftBrace, "expected `{`")
    var body = try nested { (parser) throws(SourceFault) in try parser.parseBody(until: .rightBrace) }
    body.braces = .init(opening: opening, closing: location)
    try expect(.rightBrace, "expected `}` to close the body")
    return body
  }

  /// Literals separated by `;` or new lines, up to (not including) the closing token.
  mutating func parseBody(until closing: TokenKind) throws(SourceFault) -> Body {
    var literals: [Literal] = []
    while accept(.semicolon) {}
    if kind == closing {
      throw emptyBody()
    }
    while true {
      literals.append(try parseLiteral())
      var separated = false
      while accept(.semicolon) { separated = true }
      if kind == closing { return Body(literals: literals) }
      if !separated, token.row == tokens[max(position - 1, 0)].row {
        throw unexpected("expected new line, `;` or the end of the body")
      }
    }
  }

  private func emptyBody() -> SourceFault {
    unexpected("found empty body", advice: "write at least one expression")
  }

  // MARK: - Literals

  mutating func parseLiteral() throws(SourceFault) -> Literal {
    try nested { (parser) throws(SourceFault) in
      var literal = try parser.dialect.keywordLogic ? parser.parseLogic() : parser.parseBareLiteral()
      while parser.kind == .withWord { literal.modifiers.append(try parser.parseModifier(of: literal)) }
      literal.end = parser.lastEnd
      return literal
    }
  }

  mutating func parseModifier(of literal: Literal) throws(SourceFault) -> Literal.Modifier {
    let start = location
    advance()
    let target = try parseTerm()
    try expect(.asWord, "expected `as` after the target of `with`")
    let value = try parseExpressionTerm()
    if case .some = literal.kind {
      throw SourceFault(.parse, "unexpected with", literal.location, advice: "`some` declarations take no `with`")
    }
    return .init(location: start, target: target, value: value)
  }

  private mutating func parseBareLiteral() throws(SourceFault) -> Literal {
    var literal = try parseStatement()
    literal.end = lastEnd
    return literal
  }

  private mutating func parseStatement() throws(SourceFault) -> Literal {
    let start = location
    switch kind {
    case .notWord:
      advance()
      if kind == .leftBrace, let body = negatedBody() { return Literal(kind: .negation(body), location: start) }
      var inner = dialect.keywordLogic ? try parseOperand() : try parseBareExpression()
      inner.end = lastEnd
      return Literal(kind: .negation(Body(literals: [inner])), location: start)
    case .someWord: return try parseSome(start)
    case .everyWord: return try parseEvery(start)
    default: return try parseBareExpression()
    }
  }

  /// `not { … }`, if the braces hold a body and not a term.
  private mutating func negatedBody() -> Body? {
    guard dialect.keywordNot else { return nil }
    let saved = position
    if let body = try? parseBracedBody(), isAtLiteralEnd || kind == .withWord { return body }
    position = saved
    return nil
  }

  private mutating func parseBareExpression() throws(SourceFault) -> Literal {
    let start = location
    let left = try parseExpressionTerm(allowPair: true)
    if accept(.assign) {
      return Literal(kind: .assign(left, try parseExpressionTerm(allowPair: true)), location: start)
    }
    if accept(.unify) {
      return Literal(kind: .unify(left, try parseExpressionTerm(allowPair: true)), location: start)
    }
    return Literal(kind: .expression(left), location: start)
  }

  private mutating func parseSome(_ start: Location) throws(SourceFault) -> Literal {
    advance()
    let first = try parseRelationOperand()
    var second: Term?
    var names = [first]
    while accept(.comma) {
      let next = try parseRelationOperand()
      if second == nil { second = next }
      names.append(next)
    }
    if kind == .inWord {
      advance()
      guard names.count <= 2 else {
        throw SourceFault(.parse, "expected `some x in xs` or `some k, v in xs`", start)
      }
      let domain = try parseExpressionTerm()
      let key = second == nil ? nil : first
      return Literal(
        kind: .someIn(key: key, value: second ?? first, domain: domain), location: start)
    }
    for name in names where name.isVariable == nil {
      throw SourceFault(
        .parse, "expected `x in xs` or a variable", name.location, advice: "`some` declares variables only")
    }
    return Literal(kind: .some(names), location: start)
  }

  private mutating func parseEvery(_ start: Location) throws(SourceFault) -> Literal {
    advance()
    let first = try parseRelationOperand()
    var second: Term?
    if accept(.comma) { second = try parseRelationOperand() }
    guard first.isVariable != nil, second == nil || second?.isVariable != nil else {
      throw SourceFault(.parse, "expected a variable after `every`", first.location)
    }
    try expect(.inWord, "expected `in` after the variables of `every`")
    let domain = try parseExpressionTerm()
    let body = try parseBracedBody()
    let key = second == nil ? nil : first
    return Literal(
      kind: .every(key: key, value: second ?? first, domain: domain, body: body), location: start)
  }

  // MARK: - `and`, `or`

  /// `a and b`, `a or b` between literals: `and` binds tighter.
  private mutating func parseLogic() throws(SourceFault) -> Literal {
    let first = try parseOperand()
    guard kind == .andWord || kind == .orWord else { return first }
    var branches = [[first]]
    while true {
      if accept(.andWord) {
        branches[branches.count - 1].append(try parseOperand())
      } else if accept(.orWord) {
        branches.append([try parseOperand()])
      } else {
        break
      }
    }
    return Literal(kind: .disjunction(branches.map { Body(literals: $0) }), location: first.location)
  }

  /// A literal, or a group of them in parentheses or braces.
  private mutating func parseOperand() throws(SourceFault) -> Literal {
    try nested { (parser) throws(SourceFault) in try parser.parseOperandHere() }
  }

  private mutating func parseOperandHere() throws(SourceFault) -> Literal {
    let start = location
    let saved = position
    switch kind {
    case .leftBrace:
      if let body = try? parseBracedBody(), isAtOperandEnd {
        return Literal(kind: .disjunction([body]), location: start)
      }
      position = saved
    case .leftParen:
      if let literal = try? parseBareLiteral(), isAtOperandEnd { return literal }
      position = saved
      advance()
      let group = try parseLiteral()
      try expect(.rightParen, "expected `)`")
      return group.modifiers.isEmpty ? group : Literal(kind: .disjunction([Body(literals: [group])]), location: start)
    default: break
    }
    return try parseBareLiteral()
  }

  private var isAtOperandEnd: Bool {
    switch kind {
    case .andWord, .orWord, .withWord, .rightParen: true
    default: isAtLiteralEnd
    }
  }
}
