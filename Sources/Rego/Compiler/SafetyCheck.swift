/// Puts the literals of every body into an order in which each variable has a value before it is needed, and reports the
/// variables for which there is none.
struct SafetyCheck {
  let functions: FunctionTable
  /// Stands behind every message; see `RuleLines`.
  var suffix = ""
  private(set) var faults: [SourceFault] = []
  private var safety = Safety(bound: [])

  init(functions: FunctionTable) { self.functions = functions }

  mutating func order(_ rule: ResolvedRule) -> ResolvedRule {
    var result = rule
    safety = Safety(bound: [])
    for argument in rule.arguments { safety.bind(argument) }
    let outer = safety
    result.body = order(rule.body)
    let heads = rule.keys + [rule.element].compactMap { $0 } + [rule.value]
    checkHeads(heads)
    result.keys = rule.keys.map { order($0) }
    result.element = rule.element.map { order($0) }
    result.value = order(rule.value)
    for (index, alternative) in rule.alternatives.enumerated() {
      safety = outer
      result.alternatives[index].body = order(alternative.body)
      checkHeads([alternative.value])
      result.alternatives[index].value = order(alternative.value)
    }
    return result
  }

  /// A query; its variables stay bound.
  mutating func order(query: Body) -> Body { order(query) }

  /// The values of a rule's head, or of a comprehension's.
  private mutating func checkHeads(_ heads: [Term]) {
    var missing: Set<Variable> = []
    safety.needs(all: heads, &missing)
    for head in heads {
      for (variable, location) in head.variablePlaces where missing.remove(variable) != nil {
        report(variable, location)
      }
    }
    for head in heads { safety.bind(head) }
  }

  // MARK: - Bodies

  private mutating func order(_ body: Body) -> Body {
    var result = body
    result.literals = []
    var waiting = body.literals[...]
    while !waiting.isEmpty {
      guard let next = waiting.indices.first(where: { missing(waiting[$0]).isEmpty }) else {
        reportUnsafe(Array(waiting))
        break
      }
      let literal = waiting.remove(at: next)
      var finder = VariableFinder()
      finder.visit(literal)
      safety.bound.formUnion(finder.found.map(\.id))
      result.literals.append(order(literal))
    }
    return result
  }

  private func missing(_ literal: Literal) -> Set<Variable> {
    safety.missing(literal, arities: functions.arity(of:))
  }

  /// A body of its own: what it binds is forgotten.
  private mutating func nested(_ body: Body, heads: [Term] = [], binding: [Term] = []) -> (Body, [Term]) {
    let outer = safety
    defer { safety = outer }
    for term in binding { safety.bind(term) }
    let ordered = order(body)
    checkHeads(heads)
    return (ordered, heads.map { order($0) })
  }

  private mutating func order(_ literal: Literal) -> Literal {
    var result = literal
    for index in literal.modifiers.indices where literal.modifiers[index].replacement == nil {
      result.modifiers[index].value = order(literal.modifiers[index].value)
    }
    switch literal.kind {
    case .some: break
    case .expression(let term): result.kind = .expression(order(term))
    case .unify(let left, let right): result.kind = .unify(order(left), order(right))
    case .assign(let left, let right): result.kind = .assign(order(left), order(right))
    case .negation(let body): result.kind = .negation(nested(body).0)
    case .someIn(let key, let value, let domain):
      result.kind = .someIn(key: key, value: value, domain: order(domain))
    case .every(let key, let value, let domain, let body):
      let inner = nested(body, binding: [key, value].compactMap { $0 }).0
      result.kind = .every(key: key, value: value, domain: order(domain), body: inner)
    case .disjunction(let bodies): result.kind = .disjunction(bodies.map { nested($0).0 })
    }
    return result
  }

  private mutating func order(_ term: Term) -> Term {
    guard term.holdsBody else { return term }
    var result = term
    switch term.kind {
    case .null, .boolean, .number, .string, .variable: break
    case .reference(let head, let path): result.kind = .reference(order(head), path.map { order($0) })
    case .array(let terms): result.kind = .array(terms.map { order($0) })
    case .set(let terms): result.kind = .set(terms.map { order($0) })
    case .call(let callee, let terms): result.kind = .call(callee, terms.map { order($0) })
    case .object(let members):
      result.kind = .object(members.map { .init(key: order($0.key), value: order($0.value)) })
    case .arrayComprehension(let head, let body):
      let (body, heads) = nested(body, heads: [head])
      result.kind = .arrayComprehension(heads[0], body)
    case .setComprehension(let head, let body):
      let (body, heads) = nested(body, heads: [head])
      result.kind = .setComprehension(heads[0], body)
    case .objectComprehension(let key, let value, let body):
      let (body, heads) = nested(body, heads: [key, value])
      result.kind = .objectComprehension(heads[0], heads[1], body)
    case .template(let parts):
      result.kind = .template(
        parts.map { part in
          if case .expression(let inner) = part { .expression(order(inner)) } else { part }
        })
    }
    return result
  }

  // MARK: - Reports

  /// None of these literals is ready. Variables that another of them would bind are only consequences.
  private mutating func reportUnsafe(_ literals: [Literal]) {
    var bindable: Set<Variable> = []
    for literal in literals { bindable.formUnion(literal.bindable) }
    let all = literals.reduce(into: Set<Variable>()) { $0.formUnion(missing($1)) }
    var causes = all.subtracting(bindable)
    if causes.isEmpty { causes = all }
    for literal in literals {
      let lacking = missing(literal)
      for (variable, location) in literal.variablePlaces where lacking.contains(variable) {
        guard causes.remove(variable) != nil else { continue }
        if literal.isPrint {
          let message = "var \(variable.name) is undeclared"
          faults.append(SourceFault(.compile, message + suffix, location, advice: "give it a value before it is printed"))
        } else {
          report(variable, literal.location)
        }
      }
    }
  }

  private mutating func report(_ variable: Variable, _ location: Location) {
    let advice = variable.isWildcard ? "bind it outside `not`" : "give it a value in this body, outside `not`"
    faults.append(SourceFault(.unsafeVariable, "var \(variable.name) is unsafe" + suffix, location, advice: advice))
  }
}

extension Term {
  /// Its variables with their places, nested bodies included, from left to right.
  var variablePlaces: [(Variable, Location)] {
    if let variable = isVariable { return variable.isRoot ? [] : [(variable, location)] }
    var result: [(Variable, Location)] = []
    visitParts({ result += $0.variablePlaces }, body: { body, heads in
      for literal in body.literals { result += literal.variablePlaces }
      for head in heads { result += head.variablePlaces }
    })
    return result
  }
}

extension Literal {
  var variablePlaces: [(Variable, Location)] {
    var result: [(Variable, Location)] = []
    visitParts({ result += $0.variablePlaces }, body: { body, heads in
      for literal in body.literals { result += literal.variablePlaces }
      for head in heads { result += head.variablePlaces }
    })
    return result
  }

  /// Variables that it would bind if everything it needs had a value.
  var bindable: Set<Variable> {
    var result: Set<Variable> = []
    switch kind {
    case .assign(let left, _): left.collectPattern(&result)
    case .unify(let left, let right):
      left.collectPattern(&result)
      right.collectPattern(&result)
    case .someIn(let key, let value, _):
      key?.collectPattern(&result)
      value.collectPattern(&result)
    default: break
    }
    visitParts({ part in
      part.forEachTerm { term in
        guard case .reference(_, let path) = term.kind else { return }
        for element in path { element.collectPattern(&result) }
      }
    }, body: { _, _ in })
    return result
  }

  var isPrint: Bool {
    if case .expression(let term) = kind, case .call(let callee, _) = term.kind { callee.isPrint } else { false }
  }
}

extension Term {
  /// The variables that matching this pattern binds.
  fileprivate func collectPattern(_ result: inout Set<Variable>) {
    switch kind {
    case .variable(let variable): if !variable.isRoot { result.insert(variable) }
    case .array(let terms): for term in terms { term.collectPattern(&result) }
    case .object(let members): for member in members { member.value.collectPattern(&result) }
    default: break
    }
  }
}
