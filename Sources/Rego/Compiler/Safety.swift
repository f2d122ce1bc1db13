/// Decides whether a literal can be evaluated with the variables bound so far, and what it binds.
///
/// Bodies are conjunctions, so their order is free: `SafetyCheck` takes the first literal that is ready, again and
/// again, and a body in which none is left that is ready uses an unsafe variable.
struct Safety {
  /// Variables bound so far.
  var bound: Set<Int32>
  /// Shared by the copies that are made while one literal is looked at.
  private let retries = Retries()

  init(bound: Set<Int32>) { self.bound = bound }

  /// The variables that have no value yet but must have one; empty means ready.
  func missing(_ literal: Literal, arities: (Callee) -> Int?) -> Set<Variable> {
    retries.reset()
    var result: Set<Variable> = []
    for modifier in literal.modifiers where modifier.replacement == nil { needs(modifier.value, &result) }
    switch literal.kind {
    case .expression(let term):
      if case .call(let callee, let arguments) = term.kind, arities(callee) == arguments.count - 1,
        let output = arguments.last
      {
        needs(all: arguments.dropLast(), &result)
        patternNeeds(output, &result)
      } else {
        needs(term, &result)
      }
    case .unify(let left, let right): result.formUnion(unifyMissing(left, right))
    case .assign(let left, let right):
      needs(right, &result)
      patternNeeds(left, &result)
    case .negation(let body): closureNeeds(body, [], &result)
    case .some: break
    case .someIn(let key, let value, let domain):
      needs(domain, &result)
      if let key { patternNeeds(key, &result) }
      patternNeeds(value, &result)
    case .every(_, _, let domain, let body):
      needs(domain, &result)
      closureNeeds(body, [], &result)
    case .disjunction(let bodies): for body in bodies { closureNeeds(body, [], &result) }
    }
    return result
  }

  // MARK: - Terms

  private func require(_ variable: Variable, _ result: inout Set<Variable>) {
    if !variable.isRoot, !bound.contains(variable.id) { result.insert(variable) }
  }

  /// What evaluating `term` to a value needs; variables in the brackets of a reference are found by it instead.
  func needs(_ term: Term, _ result: inout Set<Variable>) {
    switch term.kind {
    case .null, .boolean, .number, .string: break
    case .variable(let variable): require(variable, &result)
    case .reference(let head, let path):
      needs(head, &result)
      for element in path where element.isVariable == nil { patternNeeds(element, &result) }
    case .array(let terms), .set(let terms), .call(_, let terms): needs(all: terms, &result)
    case .object(let members): needs(all: members.flatMap { [$0.key, $0.value] }, &result)
    case .arrayComprehension(let head, let body), .setComprehension(let head, let body):
      closureNeeds(body, [head], &result)
    case .objectComprehension(let key, let value, let body): closureNeeds(body, [key, value], &result)
    case .template(let parts):
      for part in parts { if case .expression(let term) = part { needs(term, &result) } }
    }
  }

  /// Terms that are evaluated together, in any order: what one finds, the others can use.
  func needs(all terms: [Term], _ result: inout Set<Variable>) {
    var ready: [Term] = []
    var waiting: [(term: Term, lacking: Set<Variable>)] = []
    for term in terms {
      var lacking: Set<Variable> = []
      needs(term, &lacking)
      if lacking.isEmpty { ready.append(term) } else { waiting.append((term, lacking)) }
    }
    guard !waiting.isEmpty else { return }
    var trial = self
    for term in ready { trial.bind(term) }
    var isProgressing = true
    while isProgressing {
      isProgressing = false
      waiting = waiting.compactMap { item in
        guard item.lacking.contains(where: { trial.bound.contains($0.id) }), retries.take() else { return item }
        isProgressing = true
        var lacking: Set<Variable> = []
        trial.needs(item.term, &lacking)
        guard lacking.isEmpty else { return (item.term, lacking) }
        trial.bind(item.term)
        return nil
      }
    }
    for item in waiting { result.formUnion(item.lacking) }
  }

  /// Marks all variables of a term as bound, those of bodies inside left out.
  mutating func bind(_ term: Term) {
    var finder = VariableFinder()
    finder.visit(term)
    bound.formUnion(finder.found.map(\.id))
  }

  /// As `needs`, for a place where plain variables are bound by matching.
  func patternNeeds(_ term: Term, _ result: inout Set<Variable>) {
    switch term.kind {
    case .variable: break
    case .array(let terms): for term in terms { patternNeeds(term, &result) }
    case .object(let members):
      for member in members {
        needs(member.key, &result)
        patternNeeds(member.value, &result)
      }
    default: needs(term, &result)
    }
  }

  /// A nested body needs whatever it uses from around it.
  func closureNeeds(_ body: Body, _ heads: [Term], _ result: inout Set<Variable>) {
    var finder = VariableFinder()
    for literal in body.literals { finder.visit(literal) }
    for head in heads { finder.visit(head) }
    for variable in finder.found where variable.id == Variable.unresolved || !body.locals.contains(variable.id) {
      require(variable, &result)
    }
  }

  // MARK: - Unification

  private func unifyMissing(_ left: Term, _ right: Term) -> Set<Variable> {
    var trial = self
    return trial.unify(left, right)
  }

  /// Marks what unifying binds; returns what is missing.
  private mutating func unify(_ left: Term, _ right: Term) -> Set<Variable> {
    if let pairs = Safety.pairs(left, right) { return unify(pairs) }
    var leftNeeds: Set<Variable> = []
    var rightNeeds: Set<Variable> = []
    needs(left, &leftNeeds)
    needs(right, &rightNeeds)
    var missing: Set<Variable> = []
    if rightNeeds.isEmpty {
      patternNeeds(left, &missing)
    } else if leftNeeds.isEmpty {
      patternNeeds(right, &missing)
    } else {
      missing = leftNeeds.union(rightNeeds)
    }
    if missing.isEmpty {
      var finder = VariableFinder()
      finder.visit(left)
      finder.visit(right)
      bound.formUnion(finder.found.map(\.id))
    }
    return missing
  }

  private mutating func unify(_ pairs: [(Term, Term)]) -> Set<Variable> {
    var waiting = pairs
    while !waiting.isEmpty {
      let before = bound.count
      var missing: Set<Variable> = []
      var next: [(Term, Term)] = []
      for (left, right) in waiting {
        let lacking = unify(left, right)
        if lacking.isEmpty { continue }
        missing.formUnion(lacking)
        next.append((left, right))
      }
      if bound.count == before { return missing }
      waiting = next
    }
    return []
  }

  /// Two arrays, or two objects with the same constant keys, unify member by member.
  static func pairs(_ left: Term, _ right: Term) -> [(Term, Term)]? {
    switch (left.kind, right.kind) {
    case (.array(let lefts), .array(let rights)) where lefts.count == rights.count:
      return Array(zip(lefts, rights))
    case (.object(let lefts), .object(let rights)) where lefts.count == rights.count:
      var result: [(Term, Term)] = []
      for member in lefts {
        guard let key = member.key.isString,
          let other = rights.first(where: { $0.key.isString == key })
        else { return nil }
        result.append((member.value, other.value))
      }
      return result
    default: return nil
    }
  }
}

/// How often terms may be looked at again because another one found a variable for them. Terms in terms would otherwise
/// be looked at twice on every level, which is exponential in their nesting.
private final class Retries {
  /// For one literal.
  static let limit = 10_000

  private var left = Retries.limit

  func reset() { left = Retries.limit }

  func take() -> Bool {
    left -= 1
    return left >= 0
  }
}
