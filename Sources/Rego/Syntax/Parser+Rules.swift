extension Parser {
  /// Reads one rule, and the further bodies that may follow it as rules of their own.
  mutating func parseRules(into rules: inout [Rule]) throws(SourceFault) {
    let start = location
    let isDefault = accept(.defaultWord)
    let head = try parseHead(isDefault: isDefault)
    var rule = Rule(location: start, isDefault: isDefault, head: head, body: Body(literals: []))
    if isDefault {
      guard head.value != nil else {
        throw SourceFault(.parse, "default rules need a value: `default name := value`", start)
      }
      guard !(kind == .ifWord || kind == .leftBrace) else {
        throw unexpected("a default rule has no body; remove it")
      }
      rule.end = lastEnd
      rules.append(rule)
      try endOfStatement()
      return
    }
    rule.hasIf = accept(.ifWord)
    if rule.hasIf {
      rule.body = try parseIfBody()
    } else if kind == .leftBrace, dialect.version == .v0 || head.value == nil {
      guard dialect.version == .v0 else {
        throw unexpected("`if` keyword is required before rule body")
      }
      rule.body = try parseBracedBody()
    } else if head.value == nil, head.element == nil, dialect.version == .v1 {
      guard head.arguments != nil || head.reference.count == 1 else {
        // `p.q` alone names nothing.
        throw SourceFault(.parse, "a rule needs a value or a body: add `:= value` or `if { … }`", start)
      }
      throw SourceFault(.parse, "var cannot be used for rule name: add `:= value` or `if { … }`", start)
    }
    try finish(&rule)
    rules.append(rule)
    if rule.alternatives.isEmpty { try parseFurtherBodies(rule, into: &rules) }
    try endOfStatement()
  }

  private mutating func finish(_ rule: inout Rule) throws(SourceFault) {
    if rule.head.element == nil {
      while kind == .elseWord { rule.alternatives.append(try parseElse()) }
    } else if kind == .elseWord {
      throw unexpected("else keyword cannot be used on multi-value rules; write another rule")
    }
    rule.end = lastEnd
  }

  /// `p if { … } { … }`: every further body is another rule with the same head.
  private mutating func parseFurtherBodies(_ first: Rule, into rules: inout [Rule]) throws(SourceFault) {
    while kind == .leftBrace, !first.body.literals.isEmpty {
      var next = first
      next.location = location
      next.sharesHead = true
      next.hasIf = false
      next.body = try parseBracedBody()
      if kind == .elseWord { throw unexpected("expected no else keyword after a further body") }
      next.end = lastEnd
      rules.append(next)
    }
  }

  private func endOfStatement() throws(SourceFault) {
    guard position > 0, kind != .end, kind != .semicolon else { return }
    if token.row == tokens[position - 1].row { throw unexpected("expected a new line or `;`") }
  }

  private mutating func parseElse() throws(SourceFault) -> Rule.Alternative {
    let start = location
    advance()
    var value = Term(.boolean(true), start)
    let assignment = acceptAssignment()
    if assignment != nil { value = try parseExpressionTerm() }
    var body = Body(literals: [])
    let hasIf = accept(.ifWord)
    if hasIf {
      body = try parseIfBody()
    } else if kind == .leftBrace {
      guard dialect.version == .v0 else { throw unexpected("`if` keyword is required before else body") }
      body = try parseBracedBody()
    }
    return Rule.Alternative(
      value: value, body: body, location: start, end: lastEnd, hasIf: hasIf, assignment: assignment)
  }

  // MARK: - Head

  private mutating func parseHead(isDefault: Bool) throws(SourceFault) -> Head {
    let start = location
    guard kind == .identifier else { throw unexpected("expected a rule: a name stands first") }
    var reference = [literal(.string(text(token)), at: start)]
    try parseHeadPath(&reference)
    var head = Head(reference: reference, arguments: nil, element: nil, value: nil, location: start)
    if kind == .leftParen, !token.spaced {
      head.arguments = try parseArguments()
    }
    if kind == .containsWord {
      advance()
      head.element = try parseExpressionTerm()
      head.end = lastEnd
      return head
    }
    head.assignment = acceptAssignment()
    if head.assignment != nil {
      head.value = try parseExpressionTerm()
    } else if !isDefault, head.arguments == nil {
      convertLegacySet(&head)
    }
    head.end = lastEnd
    return head
  }

  private mutating func acceptAssignment() -> Assignment? {
    if accept(.assign) { return .declare }
    return accept(.unify) ? .unify : nil
  }

  private mutating func parseHeadPath(_ reference: inout [Term]) throws(SourceFault) {
    while !token.spaced {
      let at = location
      if kind == .dot {
        advance()
        guard token.kind == .identifier || token.kind.isWord else {
          throw unexpected("expected a name after the dot")
        }
        reference.append(literal(.string(text(token)), at: place(token)))
      } else if kind == .leftBracket {
        advance()
        reference.append(try parseExpressionTerm())
        try expect(.rightBracket, "expected `]` to close the rule's reference at row \(at.row)")
      } else {
        return
      }
    }
  }

  /// v0: `p[x] { … }` without a value defines a set, unless `if` makes it a map to true.
  private func convertLegacySet(_ head: inout Head) {
    guard head.reference.count == 2, dialect.version == .v0, kind != .ifWord else { return }
    let last = head.reference[1]
    let dotted = last.location.offset > 0 && bytes[Int(last.location.offset) - 1] == UInt8(ascii: ".")
    guard !dotted else { return }
    head.reference.removeLast()
    head.element = last
    head.hasLegacyElement = true
  }

  mutating func parseArguments() throws(SourceFault) -> [Term] {
    advance()
    return try parseList(until: .rightParen)
  }
}
