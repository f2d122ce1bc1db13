/// The names a body uses directly, bodies inside it left out.
struct NameFinder {
  private(set) var used: [String] = []
  private(set) var declared: Set<String> = []
  private var seen: Set<String> = []
  private let environment: Environment

  init(body: Body, heads: [Term], environment: Environment) {
    self.environment = environment
    for literal in body.literals { visit(literal) }
    for head in heads { visit(head) }
  }

  private mutating func visit(_ literal: Literal) {
    for modifier in literal.modifiers where !namesFunction(modifier.value) { visit(modifier.value) }
    switch literal.kind {
    case .expression(let term): visit(term)
    case .unify(let left, let right):
      visit(left)
      visit(right)
    case .assign(let left, let right):
      declare(left)
      visit(left)
      visit(right)
    case .negation(let body):
      if body.sharesNames { visit(body.literals[0]) }
    case .some(let terms): for term in terms { declare(term) }
    case .someIn(let key, let value, let domain):
      for term in [key, value].compactMap({ $0 }) {
        declare(term)
        visit(term)
      }
      visit(domain)
    case .every(_, _, let domain, _): visit(domain)
    case .disjunction: break
    }
  }

  private mutating func declare(_ term: Term) {
    for (name, _) in NameFinder.patternVariables(term) { declared.insert(name) }
  }

  /// `with f as count`: the value is no variable.
  private func namesFunction(_ term: Term) -> Bool {
    guard let names = Resolver.names(of: term) else { return false }
    return environment.isFunction(environment.expand(names))
  }

  private mutating func visit(_ term: Term) {
    if let name = term.isVariable?.name, seen.insert(name).inserted { used.append(name) }
    var parts: [Term] = []
    term.visitParts({ parts.append($0) }, body: { _, _ in })
    for part in parts { visit(part) }
  }

  /// The variables that a pattern binds, each with its place.
  static func patternVariables(_ term: Term) -> [(String, Location)] {
    switch term.kind {
    case .variable(let variable): variable.isWildcard ? [] : [(variable.name, term.location)]
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
