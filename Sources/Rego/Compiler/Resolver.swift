/// Gives every name of one rule its meaning: a variable with a number of its own, a path under `data` or `input`, a
/// function. Variables are renamed by scope, so that later stages never see shadowing.
struct Resolver {
  /// A body's names.
  private struct Scope {
    var names: [String: Variable] = [:]
    /// Names this body declares with `some`, `:=` or as arguments.
    var declared: Set<String> = []
    /// Names found by use alone.
    var implicit: Set<String> = []
  }

  let environment: Environment
  private var scopes: [Scope] = []
  private(set) var nextVariable: Int32 = 0
  private(set) var names: [String] = []

  init(environment: Environment) { self.environment = environment }

  // MARK: - Rules and queries

  mutating func resolve(_ rule: Rule, keys: ArraySlice<Term>, file: Int32) throws(SourceFault) -> ResolvedRule {
    scopes = [Scope()]
    nextVariable = 0
    names = []
    var arguments: [Term] = []
    for argument in rule.head.arguments ?? [] {
      declarePattern(argument)
      arguments.append(try resolve(argument))
    }
    let heads = Array(keys) + [rule.head.element, rule.head.value].compactMap { $0 }
    let (body, terms) = try resolveBody(rule.body, heads: heads)
    var rest = terms[...]
    let resolvedKeys = Array(rest.prefix(keys.count))
    rest = rest.dropFirst(keys.count)
    let element = rule.head.element == nil ? nil : rest.popFirst()
    let value = rest.popFirst() ?? Term(.boolean(true), rule.head.location)
    var alternatives: [Rule.Alternative] = []
    for alternative in rule.alternatives {
      let (body, terms) = try resolveBody(alternative.body, heads: [alternative.value])
      alternatives.append(.init(value: terms[0], body: body, location: alternative.location))
    }
    return ResolvedRule(
      keys: resolvedKeys, arguments: arguments, element: element, value: value, body: body,
      alternatives: alternatives, variableCount: nextVariable, location: rule.location, file: file,
      name: rule.head.name)
  }

  /// A query: its variables become the bindings of the answer.
  mutating func resolve(query: Body) throws(SourceFault) -> (body: Body, variables: [Variable]) {
    scopes = [Scope()]
    let (body, _) = try resolveBody(query, heads: [])
    return (body, queryVariables)
  }

  private var queryVariables: [Variable] = []

  // MARK: - Bodies

  private mutating func resolveBody(_ body: Body, heads: [Term]) throws(SourceFault) -> (Body, [Term]) {
    let first = nextVariable
    scopes.append(Scope())
    let finder = NameFinder(body: body, heads: heads)
    for name in finder.used where !finder.declared.contains(name) && isFree(name) {
      let variable = make(name)
      scopes[scopes.count - 1].names[name] = variable
      scopes[scopes.count - 1].implicit.insert(name)
    }
    var literals: [Literal] = []
    literals.reserveCapacity(body.literals.count)
    for literal in body.literals { try resolve(literal, into: &literals) }
    var terms: [Term] = []
    for head in heads { terms.append(try resolve(head)) }
    if let scope = scopes.popLast(), scopes.count == 1 { queryVariables = scope.names.values.sorted { $0.id < $1.id } }
    return (Body(literals: literals, locals: first..<nextVariable), terms)
  }

  private func isFree(_ name: String) -> Bool {
    lookup(name) == nil && environment.names[name] == nil && name != "data" && name != "input" && name != "_"
  }

  private func lookup(_ name: String) -> Variable? {
    for scope in scopes.reversed() {
      if let variable = scope.names[name] { return variable }
    }
    return nil
  }

  private mutating func make(_ name: String) -> Variable {
    let variable = Variable(name: name, id: nextVariable)
    nextVariable += 1
    names.append(name)
    return variable
  }

  private mutating func declare(_ name: String, at location: Location, assigned: Bool) throws(SourceFault) {
    guard name != "_" else { return }
    let top = scopes.count - 1
    if scopes[top].declared.contains(name) {
      let how = assigned ? "assigned" : "declared"
      throw SourceFault(.compile, "var \(name) \(how) above: use another name", location)
    }
    scopes[top].declared.insert(name)
    scopes[top].names[name] = make(name)
  }

  /// Declares the variables of a pattern: arguments, the left of `:=`, `some … in`.
  private mutating func declarePattern(_ term: Term) {
    for (name, location) in NameFinder.patternVariables(term) where !scopes[scopes.count - 1].declared.contains(name) {
      try? declare(name, at: location, assigned: true)
    }
  }

  private mutating func resolve(_ literal: Literal, into literals: inout [Literal]) throws(SourceFault) {
    var result = literal
    result.modifiers = []
    for modifier in literal.modifiers { result.modifiers.append(try resolve(modifier: modifier)) }
    switch literal.kind {
    case .some(let terms):
      for term in terms {
        if let name = term.isVariable?.name { try declare(name, at: term.location, assigned: false) }
      }
      return
    case .expression(let term): result.kind = .expression(try resolve(term))
    case .unify(let left, let right): result.kind = .unify(try resolve(left), try resolve(right))
    case .assign(let left, let right):
      let value = try resolve(right)
      try checkAssignable(left)
      for (name, location) in NameFinder.patternVariables(left) { try declare(name, at: location, assigned: true) }
      result.kind = .assign(try resolve(left), value)
    case .negation(let body): result.kind = .negation(try resolveNegation(body))
    case .someIn(let key, let value, let domain):
      let domain = try resolve(domain)
      if let key { declarePattern(key) }
      declarePattern(value)
      result.kind = .someIn(key: try key.map { (t) throws(SourceFault) in try resolve(t) }, value: try resolve(value), domain: domain)
    case .every(let key, let value, let domain, let body):
      let domain = try resolve(domain)
      let first = nextVariable
      scopes.append(Scope())
      if let key { declarePattern(key) }
      declarePattern(value)
      let newKey = try key.map { (t) throws(SourceFault) in try resolve(t) }
      let newValue = try resolve(value)
      var (inner, _) = try resolveBody(body, heads: [])
      scopes.removeLast()
      inner.locals = first..<nextVariable
      result.kind = .every(key: newKey, value: newValue, domain: domain, body: inner)
    case .disjunction(let bodies):
      var branches: [Body] = []
      for body in bodies { branches.append(try resolveBody(body, heads: []).0) }
      result.kind = .disjunction(branches)
    }
    literals.append(result)
  }

  /// `not x` shares the names around it; `not { … }` is a body of its own.
  private mutating func resolveNegation(_ body: Body) throws(SourceFault) -> Body {
    guard body.sharesNames else { return try resolveBody(body, heads: []).0 }
    var literals: [Literal] = []
    try resolve(body.literals[0], into: &literals)
    return Body(literals: literals)
  }

  private func checkAssignable(_ term: Term) throws(SourceFault) {
    switch term.kind {
    case .variable, .array, .object: return
    case .reference: throw SourceFault(.compile, "cannot assign to ref: assign to a variable", term.location)
    case .call: throw SourceFault(.compile, "cannot assign to call: assign to a variable", term.location)
    default: throw SourceFault(.compile, "cannot assign to this term: assign to a variable", term.location)
    }
  }

  // MARK: - Terms

  private mutating func resolve(_ terms: [Term]) throws(SourceFault) -> [Term] {
    var result: [Term] = []
    result.reserveCapacity(terms.count)
    for term in terms { result.append(try resolve(term)) }
    return result
  }

  private mutating func resolve(_ term: Term) throws(SourceFault) -> Term {
    var result = term
    switch term.kind {
    case .null, .boolean, .number, .string: break
    case .variable(let variable): result = resolve(variable, term.location)
    case .reference(let head, let path):
      let newHead = try resolve(head)
      let newPath = try resolve(path)
      if case .reference(let inner, let prefix) = newHead.kind, head.isVariable != nil {
        result.kind = .reference(inner, prefix + newPath)
      } else {
        result.kind = .reference(newHead, newPath)
      }
    case .array(let terms): result.kind = .array(try resolve(terms))
    case .set(let terms): result.kind = .set(try resolve(terms))
    case .object(let members):
      var resolved: [Term.Member] = []
      for member in members {
        resolved.append(.init(key: try resolve(member.key), value: try resolve(member.value)))
      }
      result.kind = .object(resolved)
    case .arrayComprehension(let head, let body):
      let (body, heads) = try resolveBody(body, heads: [head])
      result.kind = .arrayComprehension(heads[0], body)
    case .setComprehension(let head, let body):
      let (body, heads) = try resolveBody(body, heads: [head])
      result.kind = .setComprehension(heads[0], body)
    case .objectComprehension(let key, let value, let body):
      let (body, heads) = try resolveBody(body, heads: [key, value])
      result.kind = .objectComprehension(heads[0], heads[1], body)
    case .call(let callee, let arguments):
      result.kind = .call(resolve(callee), try resolve(arguments))
    case .template(let parts):
      var resolved: [TemplatePart] = []
      for part in parts {
        if case .expression(let term) = part { resolved.append(.expression(try resolve(term))) } else { resolved.append(part) }
      }
      result.kind = .template(resolved)
    }
    return result
  }

  private mutating func resolve(_ variable: Variable, _ location: Location) -> Term {
    if variable.name == "_" { return Term(.variable(make("_")), location) }
    if let local = lookup(variable.name) { return Term(.variable(local), location) }
    if let path = environment.names[variable.name] { return Resolver.global(path, location) }
    switch variable.name {
    case "data": return Term(.variable(.data), location)
    case "input": return Term(.variable(.input), location)
    default: return Term(.variable(variable), location)
    }
  }

  /// `["data", "a", "b"]` as a term.
  static func global(_ path: [String], _ location: Location) -> Term {
    let root = Term(.variable(path[0] == "input" ? .input : .data), location)
    if path.count == 1 { return root }
    return Term(.reference(root, path.dropFirst().map { Term(.string($0), location) }), location)
  }

  private func resolve(_ callee: Callee) -> Callee {
    guard !callee.isOperator, let first = callee.path.first, lookup(first) == nil,
      let path = environment.names[first]
    else { return callee }
    var result = callee
    result.path = path + callee.path.dropFirst()
    return result
  }

  private mutating func resolve(modifier: Literal.Modifier) throws(SourceFault) -> Literal.Modifier {
    var result = modifier
    guard let written = Resolver.names(of: modifier.target) else {
      throw SourceFault(
        .type, "with keyword target must reference existing input, data, or a function", modifier.target.location)
    }
    result.path = resolve(Callee(path: written, location: modifier.target.location)).path
    if let names = Resolver.names(of: modifier.value), lookup(names[0]) == nil {
      let callee = resolve(Callee(path: names, location: modifier.value.location))
      if environment.isFunction(callee.path) { result.replacement = callee }
    }
    if result.replacement == nil { result.value = try resolve(modifier.value) }
    return result
  }

  /// The names of a dotted path.
  static func names(of term: Term) -> [String]? {
    if let variable = term.isVariable { return [variable.name] }
    guard case .reference(let head, let path) = term.kind, let first = head.isVariable else { return nil }
    var names = [first.name]
    for element in path {
      guard let name = element.isString else { return nil }
      names.append(name)
    }
    return names
  }
}
