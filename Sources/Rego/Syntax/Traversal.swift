/// The parts of terms, literals and bodies, for everything that looks through them.
///
/// Bodies are handed over whole: who visits decides whether and how to go in. Depth is bounded by the parser.
extension Term {
  /// The terms and bodies directly inside.
  func visitParts(_ term: (Term) -> Void, body: (Body, [Term]) -> Void) {
    switch kind {
    case .null, .boolean, .number, .string, .variable: break
    case .reference(let head, let path):
      term(head)
      path.forEach(term)
    case .array(let terms), .set(let terms), .call(_, let terms): terms.forEach(term)
    case .object(let members):
      for member in members {
        term(member.key)
        term(member.value)
      }
    case .arrayComprehension(let head, let inner), .setComprehension(let head, let inner): body(inner, [head])
    case .objectComprehension(let key, let value, let inner): body(inner, [key, value])
    case .template(let parts):
      for part in parts { if case .expression(let inner) = part { term(inner) } }
    }
  }

  /// One more than the tallest of its parts.
  var measuredHeight: UInt16 {
    var tallest: UInt16 = 0
    visitParts(
      { tallest = max(tallest, $0.height &+ 1) },
      body: { body, heads in
        tallest = max(tallest, body.height &+ 1)
        for head in heads { tallest = max(tallest, head.height &+ 1) }
      })
    return tallest
  }

  /// Whether a comprehension stands anywhere in it.
  var holdsBody: Bool {
    var found = false
    visitParts({ found = found || $0.holdsBody }, body: { _, _ in found = true })
    return found
  }

  /// This term, then the terms inside it from left to right, bodies left out.
  func forEachTerm(_ visit: (Term) -> Void) {
    visit(self)
    visitParts({ $0.forEachTerm(visit) }, body: { _, _ in })
  }
}

extension Literal {
  /// The terms and bodies directly inside, the values of `with` included.
  func visitParts(_ term: (Term) -> Void, body: (Body, [Term]) -> Void) {
    switch kind {
    case .expression(let value): term(value)
    case .unify(let left, let right), .assign(let left, let right):
      term(left)
      term(right)
    case .negation(let inner): body(inner, [])
    case .some: break
    case .someIn(let key, let value, let domain):
      if let key { term(key) }
      term(value)
      term(domain)
    case .every(let key, let value, let domain, let inner):
      term(domain)
      body(inner, [key, value].compactMap { $0 })
    case .disjunction(let bodies): for inner in bodies { body(inner, []) }
    }
    for modifier in modifiers where modifier.replacement == nil { term(modifier.value) }
  }
}

extension Body {
  /// Of its tallest term.
  var height: UInt16 {
    var tallest: UInt16 = 0
    for literal in literals {
      literal.visitParts({ tallest = max(tallest, $0.height) }, body: { body, _ in tallest = max(tallest, body.height) })
    }
    return tallest
  }
}

extension Rule {
  /// All terms of the head, then the bodies with their values.
  var headTerms: [Term] {
    Array(head.reference.dropFirst()) + (head.arguments ?? []) + [head.element, head.value].compactMap { $0 }
  }
}
