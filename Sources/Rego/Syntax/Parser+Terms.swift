extension Parser {
  /// A term with operators, `in` included; `allowPair` takes `k, v in xs` without parentheses.
  mutating func parseExpressionTerm(allowPair: Bool = false) throws(SourceFault) -> Term {
    try nested { (parser) throws(SourceFault) in
      let start = parser.location
      let first = try parser.parseRelation(bar: true)
      return try parser.parseMembership(first, from: start, allowPair: allowPair)
    }
  }

  /// The operand of `some`, `every`: everything but `in`.
  mutating func parseRelationOperand() throws(SourceFault) -> Term {
    try nested { (parser) throws(SourceFault) in try parser.parseRelation(bar: true) }
  }

  private mutating func parseMembership(
    _ first: Term, from start: Location, allowPair: Bool
  ) throws(SourceFault) -> Term {
    var left = first
    if allowPair, kind == .comma, dialect.keywordIn {
      let saved = position
      advance()
      if let value = try? parseRelation(bar: true), kind == .inWord {
        let at = location
        advance()
        let domain = try parseRelation(bar: true)
        left = operation(["internal", "member_3"], [left, value, domain], at, start)
      } else {
        position = saved
      }
    }
    while kind == .inWord {
      let at = location
      advance()
      let right = try parseRelation(bar: true)
      left = operation(["internal", "member_2"], [left, right], at, start)
    }
    return left
  }

  mutating func operation(_ path: [String], _ operands: [Term], _ at: Location, _ start: Location) -> Term {
    term(.call(Callee(path: path, isOperator: true, location: at), operands), start)
  }

  private static func relation(_ kind: TokenKind) -> String? {
    switch kind {
    case .equal: "equal"
    case .notEqual: "neq"
    case .less: "lt"
    case .lessOrEqual: "lte"
    case .greater: "gt"
    case .greaterOrEqual: "gte"
    default: nil
    }
  }

  private mutating func parseRelation(bar: Bool) throws(SourceFault) -> Term {
    let start = location
    var left = try parseUnion(bar: bar)
    while let name = Parser.relation(kind) {
      let at = location
      advance()
      let right = try parseUnion(bar: bar)
      left = operation([name], [left, right], at, start)
    }
    return left
  }

  private mutating func parseUnion(bar: Bool) throws(SourceFault) -> Term {
    let start = location
    var left = try parseIntersection()
    while bar, kind == .bar {
      let at = location
      advance()
      let right = try parseIntersection()
      left = operation(["or"], [left, right], at, start)
    }
    return left
  }

  private mutating func parseIntersection() throws(SourceFault) -> Term {
    let start = location
    var left = try parseSum()
    while kind == .ampersand {
      let at = location
      advance()
      let right = try parseSum()
      left = operation(["and"], [left, right], at, start)
    }
    return left
  }

  private mutating func parseSum() throws(SourceFault) -> Term {
    let start = location
    var left = try parseProduct()
    while kind == .plus || kind == .minus {
      let at = location
      let name = kind == .plus ? "plus" : "minus"
      advance()
      let right = try parseProduct()
      left = operation([name], [left, right], at, start)
    }
    return left
  }

  private mutating func parseProduct() throws(SourceFault) -> Term {
    let start = location
    var left = try parseTerm()
    while kind == .times || kind == .divide || kind == .remainder {
      let at = location
      let name = kind == .times ? "mul" : kind == .divide ? "div" : "rem"
      advance()
      let right = try parseTerm()
      left = operation([name], [left, right], at, start)
    }
    return left
  }

  // MARK: - Terms without operators

  mutating func parseTerm() throws(SourceFault) -> Term {
    try nested { (parser) throws(SourceFault) in
      let primary = try parser.parsePrimary()
      return try parser.parsePath(primary)
    }
  }

  private mutating func parsePrimary() throws(SourceFault) -> Term {
    let start = location
    let current = token
    switch kind {
    case .nullWord: return literal(.null, at: start)
    case .trueWord: return literal(.boolean(true), at: start)
    case .falseWord: return literal(.boolean(false), at: start)
    case .number: return literal(.number(text(current)), at: start)
    case .minus:
      advance()
      guard kind == .number else { throw unexpected("expected number after the minus sign") }
      return literal(.number("-" + text(token)), at: start)
    case .string, .rawString: return literal(.string(try stringLiteral(current)), at: start)
    case .template, .rawTemplate:
      advance()
      return term(.template(try templateParts(current)), start)
    case .leftBracket: return try parseArray(start)
    case .leftBrace: return try parseBraces(start)
    case .leftParen:
      advance()
      var inner = try parseExpressionTerm(allowPair: true)
      try expect(.rightParen, "expected `)`")
      inner.isGrouped = true
      return inner
    case .identifier: return literal(.variable(Variable(name: text(current))), at: start)
    case .containsWord where peek().kind == .leftParen && !peek().spaced:
      return literal(.variable(Variable(name: "contains")), at: start)
    case .end: throw unexpected("expected a term")
    default:
      throw unexpected("illegal token", advice: kind.isWord ? "this is a keyword; use another name" : "write a term here")
    }
  }

  /// A term of one token, which is consumed.
  mutating func literal(_ kind: Term.Kind, at start: Location) -> Term {
    advance()
    return term(kind, start)
  }

  /// A term that ends with the last token read.
  mutating func term(_ kind: Term.Kind, _ start: Location) -> Term {
    var result = Term(kind, start)
    result.end = lastEnd
    result.height = result.measuredHeight
    tallest = max(tallest, result.height)
    return result
  }

  /// `.name`, `[key]` and `(arguments)` that touch the term.
  private mutating func parsePath(_ primary: Term) throws(SourceFault) -> Term {
    var head = primary
    var path: [Term] = []
    while !token.spaced {
      try checkLength(path.count)
      switch kind {
      case .dot:
        advance()
        guard token.kind == .identifier || token.kind.isWord else {
          throw unexpected("expected ident", advice: "write a name after the dot")
        }
        path.append(literal(.string(text(token)), at: location))
      case .leftBracket:
        advance()
        path.append(try parseExpressionTerm())
        try expect(.rightBracket, "expected `]`")
      case .leftParen:
        guard let callee = callee(head, path) else { return try reference(head, path) }
        if callee.path.starts(with: ["rego", "metadata"]) { usesMetadata = true }
        let arguments = try parseArguments()
        let isEmptySet = callee.path == ["set"] && arguments.isEmpty
        head = term(isEmptySet ? .set([]) : .call(callee, arguments), primary.location)
        path = []
      default: return try reference(head, path)
      }
    }
    return try reference(head, path)
  }

  private func callee(_ head: Term, _ path: [Term]) -> Callee? {
    guard let variable = head.isVariable else { return nil }
    var names = [variable.name]
    for element in path {
      guard let name = element.isString else { return nil }
      names.append(name)
    }
    return Callee(path: names, location: head.location)
  }

  private mutating func reference(_ head: Term, _ path: [Term]) throws(SourceFault) -> Term {
    if path.isEmpty { return head }
    switch head.kind {
    case .null, .boolean, .number, .string, .template:
      throw SourceFault(.parse, "a scalar cannot be dereferenced", head.location, advice: "remove what follows it")
    default: return term(.reference(head, path), head.location)
    }
  }

  // MARK: - Collections

  /// Terms separated by commas; a comma may stand before the closing token.
  mutating func parseList(until closing: TokenKind) throws(SourceFault) -> [Term] {
    var list: [Term] = []
    while kind != closing {
      list.append(try parseExpressionTerm())
      if kind != closing { try expect(.comma, "expected `,` or the end of the list") }
    }
    advance()
    return list
  }

  /// After a head and `|`: the body of a comprehension, if what follows is one.
  private mutating func comprehensionBody(until closing: TokenKind) throws(SourceFault) -> Body? {
    guard kind == .bar else { return nil }
    let saved = position
    advance()
    do {
      let body = try parseBody(until: closing)
      advance()
      return body
    } catch {
      // `[a | b, c]` is a union among elements; anything else was meant as a comprehension.
      position = saved
      if looksLikeUnion(closing) { return nil }
      throw error
    }
  }

  private mutating func looksLikeUnion(_ closing: TokenKind) -> Bool {
    let saved = position
    defer { position = saved }
    advance()
    guard (try? parseExpressionTerm()) != nil else { return false }
    return kind == .comma || kind == closing || kind == .colon
  }

  private mutating func parseArray(_ start: Location) throws(SourceFault) -> Term {
    advance()
    if kind == .rightBracket { return literal(.array([]), at: start) }
    let saved = position
    var first = try parseRelation(bar: false)
    if let body = try comprehensionBody(until: .rightBracket) {
      return term(.arrayComprehension(first, body), start)
    }
    first = try finishElement(first, from: saved)
    let elements = try parseElements(after: first, until: .rightBracket)
    return term(.array(elements), start)
  }

  /// Completes an element whose part before `|` or `in` has been read.
  private mutating func finishElement(_ first: Term, from start: Int) throws(SourceFault) -> Term {
    guard kind == .bar else {
      return try parseMembership(first, from: place(tokens[start]), allowPair: false)
    }
    position = start
    return try parseExpressionTerm()
  }

  private mutating func parseElements(
    after first: Term, until closing: TokenKind
  ) throws(SourceFault) -> [Term] {
    if kind != closing { try expect(.comma, "expected `,` or the end of the list") }
    return [first] + (try parseList(until: closing))
  }

  private mutating func parseBraces(_ start: Location) throws(SourceFault) -> Term {
    advance()
    if kind == .rightBrace { return literal(.object([]), at: start) }
    let saved = position
    let head = try parseRelation(bar: false)
    if accept(.colon) {
      let valueStart = position
      let value = try parseRelation(bar: false)
      if let body = try comprehensionBody(until: .rightBrace) {
        return term(.objectComprehension(head, value, body), start)
      }
      let member = Term.Member(key: head, value: try finishElement(value, from: valueStart))
      return try parseObject(start, first: member)
    }
    if let body = try comprehensionBody(until: .rightBrace) {
      return term(.setComprehension(head, body), start)
    }
    let first = try finishElement(head, from: saved)
    if accept(.colon) {
      return try parseObject(start, first: .init(key: first, value: try parseExpressionTerm()))
    }
    let elements = try parseElements(after: first, until: .rightBrace)
    return term(.set(elements), start)
  }

  private mutating func parseObject(_ start: Location, first: Term.Member) throws(SourceFault) -> Term {
    var members = [first]
    while kind != .rightBrace {
      try expect(.comma, "expected `,` or `}`")
      if kind == .rightBrace { break }
      let key = try parseExpressionTerm()
      try expect(.colon, "expected `:` after the key")
      members.append(.init(key: key, value: try parseExpressionTerm()))
    }
    advance()
    return term(.object(members), start)
  }
}
