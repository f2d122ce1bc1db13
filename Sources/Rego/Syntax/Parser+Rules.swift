extension Parser {
  /// Reads one rule, and the further bodies that may follow it as rules of their own.
  mutating func parseRules(into rules: inout [Rule]) throws(SourceFault) {
    let start = location
    let isDefault = accept(.defaultWord)
    let head = try parseHead(isDefault: isDefault)
    var rule = Rule(location: start, isDefault: isDefault, head: head, body: Body(literals: []))
    if isDefault {
      try checkDefault(rule)
      rule.end = lastEnd
      rules.append(rule)
      return
    }
    rule.hasIf = accept(.ifWord)
    if rule.hasIf {
      rule.body = try parseIfBody()
    } else if kind == .leftBrace {
      guard dialect.version == .v0 else {
        throw unexpected("`if` keyword is required before rule body", advice: "write `if` before the brace")
      }
      rule.body = try parseBracedBody()
    } else {
      try checkBare(head, start)
    }
    try finish(&rule)
    rules.append(rule)
    if rule.alternatives.isEmpty { try parseFurtherBodies(rule, into: &rules) }
  }

  /// A head alone defines something only if it has a value, an element or arguments.
  private func checkBare(_ head: Head, _ start: Location) throws(SourceFault) {
    guard head.value == nil, head.element == nil, head.arguments == nil else { return }
    let advice = "add `:= value` or `if { … }`"
    if head.reference.count == 1 {
      throw SourceFault(.parse, "var cannot be used for rule name", start, advice: advice)
    }
    guard dialect.version == .v1 else { return }
    if head.reference.count == 2, isBracketed(head.reference[1]) {
      throw SourceFault(
        .parse, "`contains` keyword is required for partial set rules", start, advice: "write `name contains element`")
    }
    throw SourceFault(.parse, "ref cannot be used for rule name", start, advice: advice)
  }

  private func checkDefault(_ rule: Rule) throws(SourceFault) {
    guard let value = rule.head.value else {
      throw SourceFault(.parse, "default rules must have a value", rule.location, advice: "write `default name := value`")
    }
    guard kind != .ifWord, kind != .leftBrace else {
      throw unexpected("default rules cannot have a body", advice: "remove the body")
    }
    if let what = value.computedPart {
      throw SourceFault(
        .parse, "illegal default rule (value cannot contain \(what))", rule.location, advice: "use a constant")
    }
    var names: Set<String> = []
    for argument in rule.head.arguments ?? [] {
      guard let variable = argument.isVariable else {
        throw SourceFault(
          .parse, "illegal default rule (arguments cannot contain \(argument.assignmentObstacle ?? "patterns"))",
          rule.location, advice: "use variables only")
      }
      if !variable.isWildcard, !names.insert(variable.name).inserted {
        throw SourceFault(
          .parse, "illegal default rule (arguments cannot be repeated \(variable.name))", rule.location,
          advice: "give every argument its own name")
      }
    }
  }

  private func isBracketed(_ element: Term) -> Bool {
    element.location.offset > 0 && bytes[Int(element.location.offset) - 1] != UInt8(ascii: ".")
  }

  private mutating func finish(_ rule: inout Rule) throws(SourceFault) {
    if rule.head.element == nil {
      while kind == .elseWord { rule.alternatives.append(try parseElse()) }
    } else if kind == .elseWord {
      throw unexpected("else keyword cannot be used on multi-value rules", advice: "write another rule")
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
    guard kind == .identifier else { throw unexpected("rule name expected", advice: "begin the rule with a name") }
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
      try checkLength(reference.count)
      let at = location
      if kind == .dot {
        advance()
        guard token.kind == .identifier || token.kind.isWord else {
          throw unexpected("expected ident", advice: "write a name after the dot")
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
    guard isBracketed(last) else { return }
    head.reference.removeLast()
    head.element = last
    head.hasLegacyElement = true
  }

  mutating func parseArguments() throws(SourceFault) -> [Term] {
    advance()
    return try parseList(until: .rightParen)
  }
}
