extension SourceWriter {
  mutating func write(_ rule: Rule) {
    if rule.isDefault { put("default ") }
    keepingComments(from: rule.head.location.offset, to: rule.sharesHead ? 0 : rule.head.end) { $0.writeHead(rule) }
    row = rule.sharesHead ? rule.location.row : row(behind: rule.head.end)
    var isBlock = writeBody(rule.body)
    for alternative in rule.alternatives { isBlock = writeElse(alternative, of: rule, behindBlock: isBlock) }
  }

  /// Writes what follows the head; returns whether it is a block, whose line goes on.
  private mutating func writeBody(_ body: Body) -> Bool {
    guard let first = body.literals.first else { return false }
    put(" if")
    if body.literals.count == 1, first.location.row == row, !isLoneBraces(first), !hasComment(before: first.location.offset) {
      put(" ")
      write(first)
      return false
    }
    writeBlock(body)
    return true
  }

  /// `{`, one literal a line, `}`.
  private mutating func writeBlock(_ body: Body) {
    put(" {")
    if let braces = body.braces { row = braces.opening.row }
    endLine()
    indented { writer in
      writer.writeLines(body)
      if let braces = body.braces { writer.flushComments(before: braces.closing.offset) }
    }
    put("}")
    if let braces = body.braces { row = braces.closing.row }
  }

  /// A term in braces would be taken for a body.
  func isLoneBraces(_ literal: Literal) -> Bool {
    guard case .expression(let term) = literal.kind else { return false }
    return isBraced(term)
  }

  func isBraced(_ term: Term) -> Bool {
    switch term.kind {
    case .set(let terms): !terms.isEmpty
    case .object, .setComprehension, .objectComprehension: true
    case .reference(let head, _): isBraced(head)
    default: false
    }
  }

  // MARK: - Else

  /// `else` stays behind a closing brace if it was written there.
  private mutating func writeElse(_ alternative: Rule.Alternative, of rule: Rule, behindBlock: Bool) -> Bool {
    let start = alternative.location
    let isInline = behindBlock && start.row > rule.location.row && !isFirstOfLine(start)
    if isInline, !hasComment(before: start.offset) {
      put(" ")
    } else {
      blankLine()
      flushComments(before: start.offset)
    }
    put("else")
    row = start.row
    let value = alternative.value
    if alternative.assignment != nil, !isTrue(value) || alternative.body.literals.isEmpty {
      put(" := ")
      keepingComments(from: value.location.offset, to: value.end) { $0.write(value) }
      row = row(behind: value.end)
    }
    return writeBody(alternative.body)
  }

  private func isFirstOfLine(_ location: Location) -> Bool {
    var index = Int(location.offset) - 1
    while index >= 0, bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t") { index -= 1 }
    return index < 0 || bytes[index] == UInt8(ascii: "\n")
  }

  private func isTrue(_ term: Term) -> Bool {
    if case .boolean(true) = term.kind { true } else { false }
  }

  // MARK: - Head

  private mutating func writeHead(_ rule: Rule) {
    let head = rule.head
    put(head.name)
    for element in head.reference.dropFirst() { writeHeadElement(element, of: head) }
    if let arguments = head.arguments {
      let end = arguments.last.map(closingParenthesis) ?? 0
      writeList(
        arguments.map { [$0] }, open: "(", close: ")", from: head.location.offset, to: end, style: .parameters)
    }
    if let element = head.element {
      put(" contains ")
      write(element)
    } else if let value = head.value ?? implied(rule), writesValue(value, rule) {
      put(" := ")
      write(value)
    }
  }

  /// Paths of two elements have brackets, unless some rule of the module needs dots or only a dot makes a keyword a name.
  private mutating func writeHeadElement(_ element: Term, of head: Head) {
    guard head.reference.count == 2, !hasLongHeads, !Names.isKeyword(head.name) else { return writePathElement(element) }
    put("[")
    write(element)
    put("]")
  }

  private var hasLongHeads: Bool {
    module.rules.contains { $0.head.reference.count > 2 || $0.head.reference.count == 2 && $0.head.element != nil }
  }

  /// What a rule of Rego v0 without value and body stands for, where v1 wants it written.
  private func implied(_ rule: Rule) -> Term? {
    rule.body.literals.isEmpty && !rule.isDefault ? Term(.boolean(true), rule.location) : nil
  }

  /// `:= true` goes without saying before a body, unless it is the value of a key.
  private func writesValue(_ value: Term, _ rule: Rule) -> Bool {
    if !isTrue(value) || rule.isDefault || rule.body.literals.isEmpty { return true }
    return rule.head.reference.count == 2 && !isDotted(rule.head.reference[1])
  }

  private func isDotted(_ term: Term) -> Bool {
    let offset = Int(term.location.offset)
    return offset > 0 && offset < bytes.count && bytes[offset - 1] == UInt8(ascii: ".")
  }
}
