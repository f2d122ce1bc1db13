extension SourceWriter {
  enum ListStyle {
    case collection
    /// A function's parameters.
    case parameters
    /// A call's arguments: on one line even if the first stands below the opening parenthesis.
    case arguments
  }

  mutating func writeList(_ items: [[Term]], open: String, close: String, of term: Term) {
    writeList(items, open: open, close: close, from: term.location.offset, to: term.end, style: .collection)
  }

  /// Items (single terms, or keys with their values) on the lines they were written on; if that is more than one, the
  /// brackets have lines of their own.
  mutating func writeList(
    _ items: [[Term]], open: String, close: String, from start: Int32, to end: Int32, style: ListStyle
  ) {
    put(open)
    let lines = grouped(items)
    let bracketRow = module.row(at: start)
    let startsBelow = style != .arguments && startRow(items.first?.first) > bracketRow
    guard !items.isEmpty, lines.count > 1 || startsBelow || hasComment(before: end) else {
      writeLine(items, style)
      return put(close)
    }
    row = startsBelow || startRow(items.first?.first) > bracketRow ? bracketRow : 0
    endLine()
    indented { writer in
      for line in lines {
        if let first = line.first?.first { writer.flushComments(before: writer.start(of: first)) }
        writer.writeLine(line, style)
        writer.put(",")
        writer.endLine()
      }
      if end > 0 { writer.flushComments(before: end) }
    }
    put(close)
    if end > 0 { row = row(behind: end) }
  }

  private mutating func writeLine(_ items: [[Term]], _ style: ListStyle) {
    for (index, item) in items.enumerated() {
      if index > 0 { put(", ") }
      for (part, term) in item.enumerated() {
        if part > 0 { put(": ") }
        write(term, inParentheses: isUnion(term) && (style == .collection || term.isGrouped))
      }
    }
  }

  /// A bar in brackets would begin the body of a comprehension.
  private func isUnion(_ term: Term) -> Bool { InfixCall(term)?.symbol == "|" }

  /// Items that begin on the same row, together.
  private func grouped(_ items: [[Term]]) -> [[[Term]]] {
    var lines: [[[Term]]] = []
    var last: Int32 = 0
    for item in items {
      let row = startRow(item.first)
      if lines.isEmpty || row > last { lines.append([]) }
      lines[lines.count - 1].append(item)
      last = row
    }
    return lines
  }

  private func startRow(_ term: Term?) -> Int32 { term?.location.row ?? 0 }

  private func start(of term: Term) -> Int32 { term.location.offset }

  /// Byte offset of the parenthesis that closes the list whose last item is `term`.
  func closingParenthesis(behind term: Term) -> Int32 {
    var index = Int(term.end)
    var isComment = false
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\n"): isComment = false
      case UInt8(ascii: "#"): isComment = true
      case UInt8(ascii: ")") where !isComment: return Int32(index)
      default: break
      }
      index += 1
    }
    return term.end
  }

  // MARK: - Comprehensions

  mutating func writeComprehension(_ heads: [Term], _ body: Body, open: String, close: String, of term: Term) {
    put(open)
    let first = heads[0]
    if first.location.row > term.location.row {
      row = term.location.row
      endLine()
    }
    for (index, head) in heads.enumerated() {
      if index > 0 { put(": ") }
      let symbol = InfixCall(head)?.symbol
      write(head, inParentheses: symbol == "|" || symbol == "in" || head.isGrouped)
    }
    put(" |")
    writeComprehensionBody(body, behind: first.location.row, to: term.end)
    put(close)
  }

  /// On the same line if all of it was written on one, after `;`; else a line each, and the bracket on its own.
  mutating func writeComprehensionBody(_ body: Body, behind headRow: Int32, to end: Int32) {
    guard let first = body.literals.first, let last = body.literals.last else { return }
    if first.location.row > headRow || last.location.row > first.location.row || hasComment(before: end) {
      row = headRow
      endLine()
      return indented { writer in
        writer.writeLines(body)
        writer.flushComments(before: end)
      }
    }
    for (index, literal) in body.literals.enumerated() {
      put(index == 0 ? " " : "; ")
      write(literal)
    }
  }
}
