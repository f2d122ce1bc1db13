extension SourceWriter {
  /// Writes a term; `inParentheses` puts them around operators.
  mutating func write(_ term: Term, inParentheses: Bool = false) {
    switch term.kind {
    case .null: put("null")
    case .boolean(let value): put(value ? "true" : "false")
    case .number(let text): put(text)
    case .string(let text): putString(text, term)
    case .template: putSource(from: term.location.offset, to: term.end)
    case .variable(let variable): put(variable.name)
    case .reference(let head, let path):
      write(head, inParentheses: true)
      for element in path { writePathElement(element) }
    case .array(let terms): writeList(terms.map { [$0] }, open: "[", close: "]", of: term)
    case .set(let terms):
      terms.isEmpty ? put("set()") : writeList(terms.map { [$0] }, open: "{", close: "}", of: term)
    case .object(let members): writeList(members.map { [$0.key, $0.value] }, open: "{", close: "}", of: term)
    case .arrayComprehension(let head, let body): writeComprehension([head], body, open: "[", close: "]", of: term)
    case .setComprehension(let head, let body): writeComprehension([head], body, open: "{", close: "}", of: term)
    case .objectComprehension(let key, let value, let body):
      writeComprehension([key, value], body, open: "{", close: "}", of: term)
    case .call(let callee, let arguments): writeCall(callee, arguments, term, inParentheses)
    }
    if term.end > 0 { row = row(behind: term.end) }
  }

  /// As it was written, if it was written as a string and not as a name behind a dot.
  private mutating func putString(_ text: String, _ term: Term) {
    let first = term.end > term.location.offset ? bytes[Int(term.location.offset)] : 0
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "`") {
      put(bytes[Int(term.location.offset)..<Int(term.end)])
    } else {
      put(Names.quoted(text))
    }
  }

  /// `.name`, or `[key]` where the key is no plain name.
  mutating func writePathElement(_ term: Term) {
    if let name = term.isString, Names.isName(name), !Names.isKeyword(name) || !isQuoted(term) { return put("." + name) }
    put("[")
    write(term)
    put("]")
  }

  private func isQuoted(_ term: Term) -> Bool {
    term.end > term.location.offset && bytes[Int(term.location.offset)] == UInt8(ascii: "\"")
  }

  // MARK: - Calls

  private mutating func writeCall(_ callee: Callee, _ arguments: [Term], _ term: Term, _ inParentheses: Bool) {
    guard let operation = InfixCall(callee, arguments) else {
      writeCallee(callee)
      return writeList(arguments.map { [$0] }, open: "(", close: ")", from: callee.location.offset, to: term.end, style: .arguments)
    }
    let wrapped = inParentheses || arguments.count == 3
    if wrapped { put("(") }
    write(operation, isTop: false)
    if wrapped { put(")") }
  }

  private mutating func writeCallee(_ callee: Callee) {
    put(callee.path.first ?? "")
    for name in callee.path.dropFirst() { put(Names.isName(name) ? "." + name : "[" + Names.quoted(name) + "]") }
  }

  /// Operators inside operators have parentheses, as `opa fmt` writes them; those of a whole statement only if needed.
  mutating func write(_ operation: InfixCall, isTop: Bool) {
    for (index, operand) in operation.operands.enumerated() {
      let isLast = index == operation.operands.count - 1
      if index > 0 { put(isLast ? " \(operation.symbol) " : ", ") }
      let always = !isTop || operation.symbol == "in"
      write(operand, inParentheses: always || operation.needsParentheses(operand, isLast: isLast))
    }
  }
}
