/// The names a body uses directly, bodies inside it left out.
struct NameFinder {
  private(set) var used: [String] = []
  private(set) var declared: Set<String> = []
  private var seen: Set<String> = []

  init(body: Body, heads: [Term]) {
    for literal in body.literals { visit(literal) }
    for head in heads { visit(head) }
  }

  private mutating func visit(_ literal: Literal) {
    for modifier in literal.modifiers { visit(modifier.value) }
    switch literal.kind {
    case .expression(let term): visit(term)
    case .unify(let left, let right):
      visit(left)
      visit(right)
    case .assign(let left, let right):
      for (name, _) in NameFinder.patternVariables(left) { declared.insert(name) }
      visit(left)
      visit(right)
    case .negation(let body):
      if body.sharesNames { visit(body.literals[0]) }
    case .some(let terms): for term in terms { declared.formUnion(term.isVariable.map { [$0.name] } ?? []) }
    case .someIn(let key, let value, let domain):
      for term in [key, value].compactMap({ $0 }) {
        for (name, _) in NameFinder.patternVariables(term) { declared.insert(name) }
        visit(term)
      }
      visit(domain)
    case .every(_, _, let domain, _): visit(domain)
    case .disjunction: break
    }
  }

  private mutating func visit(_ term: Term) {
    switch term.kind {
    case .null, .boolean, .number, .string, .arrayComprehension, .setComprehension, .objectComprehension: break
    case .variable(let variable):
      if seen.insert(variable.name).inserted { used.append(variable.name) }
    case .reference(let head, let path):
      visit(head)
      for element in path { visit(element) }
    case .array(let terms), .set(let terms), .call(_, let terms): for term in terms { visit(term) }
    case .object(let members):
      for member in members {
        visit(member.key)
        visit(member.value)
      }
    case .template(let parts):
      for part in parts { if case .expression(let term) = part { visit(term) } }
    }
  }

  /// Variables in the places where a pattern binds: not in references, calls or object keys.
  static func patternVariables(_ term: Term) -> [(String, Location)] {
    switch term.kind {
    case .variable(let variable): variable.name == "_" ? [] : [(variable.name, term.location)]
    case .array(let terms), .set(let terms): terms.flatMap(patternVariables)
    case .object(let members): members.flatMap { patternVariables($0.value) }
    default: []
    }
  }
}

extension Body {
  /// A negated expression uses the names around it; a negated body has its own.
  var sharesNames: Bool {
    guard literals.count == 1, literals[0].modifiers.isEmpty else { return false }
    switch literals[0].kind {
    case .expression, .unify: return true
    default: return false
    }
  }
}
