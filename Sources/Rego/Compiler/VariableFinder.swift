/// Every variable that a term or literal shares with what is around it: those of nested bodies only if they are not
/// local there.
struct VariableFinder {
  private(set) var found: Set<Variable> = []

  mutating func visit(_ body: Body, heads: [Term] = []) {
    var inner = VariableFinder()
    for literal in body.literals { inner.visit(literal) }
    for head in heads { inner.visit(head) }
    for variable in inner.found where !body.locals.contains(variable.id) { found.insert(variable) }
  }

  mutating func visit(_ literal: Literal) {
    var terms: [Term] = []
    var bodies: [(Body, [Term])] = []
    literal.visitParts({ terms.append($0) }, body: { bodies.append(($0, $1)) })
    for term in terms { visit(term) }
    for (body, heads) in bodies { visit(body, heads: heads) }
  }

  mutating func visit(_ term: Term) {
    if case .variable(let variable) = term.kind {
      if !variable.isRoot { found.insert(variable) }
      return
    }
    var terms: [Term] = []
    var bodies: [(Body, [Term])] = []
    term.visitParts({ terms.append($0) }, body: { bodies.append(($0, $1)) })
    for term in terms { visit(term) }
    for (body, heads) in bodies { visit(body, heads: heads) }
  }
}
