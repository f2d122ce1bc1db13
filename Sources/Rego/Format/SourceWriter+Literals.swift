extension SourceWriter {
  /// The literals of a body, a line each; blank lines between them stay, one at a time.
  mutating func writeLines(_ body: Body) {
    var lastRow: Int32?
    for literal in body.literals {
      if let lastRow, literal.location.row > lastRow + 1 { blankLine() }
      flushComments(before: literal.location.offset)
      write(literal)
      lastRow = row(behind: literal.end)
      endLine()
    }
  }

  mutating func write(_ literal: Literal) {
    keepingComments(from: literal.location.offset, to: literal.end) { writer in
      writer.writeStatement(literal)
      writer.writeModifiers(literal)
    }
    row = row(behind: literal.end)
  }

  private mutating func writeStatement(_ literal: Literal) {
    switch literal.kind {
    case .expression(let term): writeTop(term)
    case .unify(let left, let right): writePair(left, " = ", right)
    case .assign(let left, let right): writePair(left, " := ", right)
    case .negation(let body): writeNegation(body)
    case .some(let names): writeSome(names, row: literal.location.row)
    case .someIn(let key, let value, let domain): writeDomain("some ", key, value, domain)
    case .every(let key, let value, let domain, let body):
      writeDomain("every ", key, value, domain)
      put(" {")
      writeComprehensionBody(body, behind: literal.location.row, to: statementEnd(literal))
      if body.literals.count == 1, body.literals[0].location.row == literal.location.row { put(" ") }
      put("}")
    case .disjunction: putSource(from: parenthesesStart(literal), to: statementEnd(literal))
    }
  }

  /// Byte offset of the outermost parenthesis in front of a group: the place of a group is that of what is in it.
  private func parenthesesStart(_ literal: Literal) -> Int32 {
    var start = Int(literal.location.offset)
    var index = start - 1
    while index >= 0, [9, 32, 40].contains(bytes[index]) {
      if bytes[index] == UInt8(ascii: "(") { start = index }
      index -= 1
    }
    return Int32(start)
  }

  private mutating func writePair(_ left: Term, _ symbol: String, _ right: Term) {
    write(left)
    put(symbol)
    write(right)
  }

  /// An expression that is a literal of its own: its first operator needs no parentheses, nor do `k, v in xs`.
  private mutating func writeTop(_ term: Term) {
    guard case .call(let callee, let operands) = term.kind, let operation = InfixCall(callee, operands) else {
      return write(term)
    }
    write(operation, isTop: true)
  }

  private mutating func writeNegation(_ body: Body) {
    put("not ")
    if let braces = body.braces {
      put("{")
      writeComprehensionBody(body, behind: braces.opening.row, to: braces.closing.offset)
      if body.literals.last?.location.row == braces.opening.row { put(" ") }
      return put("}")
    }
    guard let inner = body.literals.first else { return }
    if isBraceLed(inner) {
      put("(")
      write(inner)
      put(")")
    } else {
      write(inner)
    }
  }

  /// Where `not {` begins a body, a term in braces needs parentheses.
  private func isBraceLed(_ literal: Literal) -> Bool {
    guard module.dialect.keywordNot, case .expression(var term) = literal.kind else { return false }
    while case .call(let callee, let operands) = term.kind, callee.isOperator, let first = operands.first { term = first }
    return isBraced(term)
  }

  private mutating func writeSome(_ names: [Term], row first: Int32) {
    put("some ")
    row = first
    for (index, name) in names.enumerated() {
      if name.location.row > row {
        endLine()
        indented { $0.put("") }
      } else if index > 0 {
        put(" ")
      }
      write(name)
      row = name.location.row
      if index < names.count - 1 { put(",") }
    }
  }

  private mutating func writeDomain(_ word: String, _ key: Term?, _ value: Term, _ domain: Term) {
    put(word)
    if let key {
      write(key)
      put(", ")
    }
    write(value)
    put(" in ")
    write(domain, inParentheses: InfixCall(domain)?.symbol == "in")
  }

  // MARK: - With

  private func statementEnd(_ literal: Literal) -> Int32 {
    guard let first = literal.modifiers.first else { return literal.end }
    var end = Int(first.location.offset)
    while end > 0, [9, 10, 13, 32].contains(bytes[end - 1]) { end -= 1 }
    return Int32(end)
  }

  /// The first stays on the line where the statement ends; from the first on a line of its own all are indented.
  private mutating func writeModifiers(_ literal: Literal) {
    var lastRow = row(behind: statementEnd(literal))
    var isIndented = false
    for modifier in literal.modifiers {
      let isContinued = modifier.location.row > lastRow
      isIndented = isIndented || isContinued
      if isContinued { endLine() }
      indented(by: isIndented ? 1 : 0) { writer in
        writer.put(isContinued ? "with " : " with ")
        writer.write(modifier.target)
        writer.put(" as ")
        writer.write(modifier.value)
      }
      lastRow = modifier.location.row
    }
  }
}
