/// Gives every name of one rule its meaning: a variable with a number of its own, a path under `data` or `input`, a
/// function. Variables are renamed by scope, so that later stages never see shadowing.
struct Resolver {
  let environment: Environment
  /// What `rego.metadata.rule()` and `rego.metadata.chain()` stand for in this rule.
  var metadata: RuleMetadata?
  var faults: [SourceFault] = []
  /// Names of rules and imports that were used.
  var usedGlobals: Set<String> = []
  private var scopes: [Scope] = []
  private var nextVariable: Int32 = 0
  private var queryVariables: [Variable] = []

  init(environment: Environment) { self.environment = environment }

  // MARK: - Rules and queries

  mutating func resolve(_ rule: Rule, keys: ArraySlice<Term>, file: Int32) -> ResolvedRule {
    scopes = [Scope()]
    nextVariable = 0
    var (arguments, conditions) = Resolver.split(rule.head.arguments ?? [])
    for argument in arguments { declare(argument, as: .argument) }
    arguments = arguments.map { resolve($0) }
    scopes[0].seen = []
    let heads = Array(keys) + [rule.head.element, rule.head.value].compactMap { $0 }
    let (body, terms) = resolveBody(Body(literals: rule.body.literals + conditions), heads: heads)
    var rest = terms[...]
    let resolvedKeys = Array(rest.prefix(keys.count))
    rest = rest.dropFirst(keys.count)
    let element = rule.head.element == nil ? nil : rest.popFirst()
    let value = rest.popFirst() ?? Term(.boolean(true), rule.head.location)
    var alternatives: [Rule.Alternative] = []
    for alternative in rule.alternatives {
      let (body, terms) = resolveBody(
        Body(literals: alternative.body.literals + conditions), heads: [alternative.value])
      alternatives.append(.init(value: terms[0], body: body, location: alternative.location))
    }
    reportUnusedArguments(rule)
    return ResolvedRule(
      keys: resolvedKeys, arguments: arguments, element: element, value: value, body: body,
      alternatives: alternatives, variableCount: nextVariable, location: rule.location, file: file,
      name: rule.head.name, fullName: rule.head.text)
  }

  /// Arguments that are computed become variables and conditions of the body.
  private static func split(_ arguments: [Term]) -> ([Term], [Literal]) {
    var conditions: [Literal] = []
    let patterns = arguments.enumerated().map { index, argument in
      if argument.isPattern { return argument }
      let variable = Term(.variable(Variable(name: "__argument\(index)__")), argument.location)
      conditions.append(Literal(kind: .unify(variable, argument), location: argument.location))
      return variable
    }
    return (patterns, conditions)
  }

  private mutating func reportUnusedArguments(_ rule: Rule) {
    guard environment.isStrict, !rule.isDefault else { return }
    for argument in rule.head.arguments ?? [] {
      for (name, _) in NameFinder.patternVariables(argument) where !scopes[0].seen.contains(name) {
        faults.append(
          SourceFault(
            .compile, "unused argument \(name). (hint: use _ (wildcard variable) instead)", rule.head.location))
      }
    }
  }

  /// A query: its variables become the bindings of the answer.
  mutating func resolve(query: Body) -> (body: Body, variables: [Variable]) {
    scopes = [Scope()]
    let (body, _) = resolveBody(query, heads: [])
    return (body, queryVariables)
  }

  // MARK: - Bodies

  mutating func resolveBody(_ body: Body, heads: [Term], scope: Scope = Scope()) -> (Body, [Term]) {
    let first = nextVariable
    let isTop = scopes.count == 1
    scopes.append(scope)
    if isTop { scopes[1].declarations = scopes[0].declarations }
    let finder = NameFinder(body: body, heads: heads, environment: environment)
    for name in finder.used where !finder.declared.contains(name) && isFree(name) {
      scopes[scopes.count - 1].names[name] = make(name)
    }
    var literals: [Literal] = []
    literals.reserveCapacity(body.literals.count)
    for literal in body.literals { resolve(literal, into: &literals) }
    let terms = heads.map { resolve($0) }
    if let scope = scopes.popLast() {
      reportUnused(scope)
      if scopes.count == 1 { queryVariables = scope.names.values.sorted { $0.id < $1.id } }
    }
    return (Body(literals: literals, locals: first..<nextVariable), terms)
  }

  private mutating func reportUnused(_ scope: Scope) {
    for (name, location) in scope.mustBeUsed where !scope.seen.contains(name) {
      let how = scope.declarations[name] == .assigned ? "assigned" : "declared"
      faults.append(
        SourceFault(.compile, "\(how) var \(name) unused", location, advice: "use it, or remove the line"))
    }
  }

  private func isFree(_ name: String) -> Bool {
    find(name) == nil && environment.names[name] == nil && name != "data" && name != "input" && name != "_"
  }

  func find(_ name: String) -> (Variable, scope: Int)? {
    for index in scopes.indices.reversed() {
      if let variable = scopes[index].names[name] { return (variable, index) }
    }
    return nil
  }

  /// The variable a name means here; nil if it means something outside the rule.
  mutating func lookup(_ name: String) -> Variable? {
    guard let (variable, index) = find(name) else {
      scopes[scopes.count - 1].seen.insert(name)
      if environment.names[name] != nil { usedGlobals.insert(name) }
      return nil
    }
    scopes[scopes[index].declarations[name] == nil ? scopes.count - 1 : index].seen.insert(name)
    return variable
  }

  mutating func make(_ name: String) -> Variable {
    let variable = Variable(name: name, id: nextVariable)
    nextVariable += 1
    return variable
  }

  // MARK: - Declarations

  private mutating func declare(_ name: String, as declaration: Scope.Declaration, at location: Location) {
    guard name != "_" else { return }
    let top = scopes.count - 1
    if let objection = scopes[top].objection(to: name) {
      faults.append(SourceFault(.compile, objection, location, advice: "use another name"))
      return
    }
    if environment.reservesRoots, name == "input" || name == "data" {
      faults.append(
        SourceFault(.compile, "variables must not shadow \(name) (use a different variable name)", location))
    }
    scopes[top].declarations[name] = declaration
    scopes[top].names[name] = make(name)
  }

  /// Declares the variables of a pattern: arguments, the left of `:=`, `some … in`.
  private mutating func declare(_ pattern: Term, as declaration: Scope.Declaration) {
    var known: Set<String> = []
    for (name, location) in NameFinder.patternVariables(pattern) where known.insert(name).inserted {
      if declaration == .argument, scopes[0].names[name] != nil { continue }
      declare(name, as: declaration, at: location)
    }
  }

  /// Resolves a pattern whose variables were just declared: that is no use of them.
  private mutating func resolveDeclared(_ pattern: Term) -> Term {
    let seen = scopes[scopes.count - 1].seen
    let result = resolve(pattern)
    for (name, _) in NameFinder.patternVariables(pattern) where !seen.contains(name) {
      scopes[scopes.count - 1].seen.remove(name)
    }
    return result
  }

  // MARK: - Literals

  private mutating func resolve(_ literal: Literal, into literals: inout [Literal]) {
    var result = literal
    result.modifiers = literal.modifiers.map { resolve(modifier: $0) }
    switch literal.kind {
    case .some(let terms):
      for term in terms {
        guard let name = term.isVariable?.name, name != "_" else { continue }
        declare(name, as: .declared, at: term.location)
        scopes[scopes.count - 1].mustBeUsed.append((name, literal.location))
      }
      return
    case .expression(let term): result.kind = .expression(resolve(term))
    case .unify(let left, let right):
      let left = resolve(left)
      result.kind = .unify(left, resolve(right))
    case .assign(let left, let right): result.kind = resolveAssignment(left, right, literal.location)
    case .negation(let body): result.kind = .negation(resolveNegation(body))
    case .someIn(let key, let value, let domain):
      let domain = resolve(domain)
      for pattern in [key, value].compactMap({ $0 }) { declare(pattern, as: .declared) }
      let newKey = key.map { resolve($0) }
      result.kind = .someIn(key: newKey, value: resolve(value), domain: domain)
    case .every(let key, let value, let domain, let body):
      result.kind = resolveEvery(key, value, resolve(domain), body)
    case .disjunction(let bodies): result.kind = .disjunction(bodies.map { resolveBody($0, heads: []).0 })
    }
    literals.append(result)
  }

  private mutating func resolveAssignment(_ left: Term, _ right: Term, _ location: Location) -> Literal.Kind {
    let value = resolve(right)
    if let what = left.assignmentObstacle {
      faults.append(
        SourceFault(.compile, "cannot assign to \(what)", left.location, advice: "assign to a variable"))
    }
    declare(left, as: .assigned)
    if environment.isStrict {
      for (name, _) in NameFinder.patternVariables(left) {
        scopes[scopes.count - 1].mustBeUsed.append((name, location))
      }
    }
    return .assign(resolveDeclared(left), value)
  }

  private mutating func resolveEvery(
    _ key: Term?, _ value: Term, _ domain: Term, _ body: Body
  ) -> Literal.Kind {
    let first = nextVariable
    scopes.append(Scope())
    for pattern in [key, value].compactMap({ $0 }) { declare(pattern, as: .declared) }
    let newKey = key.map { resolve($0) }
    let newValue = resolve(value)
    var scope = Scope()
    scope.declarations = scopes[scopes.count - 1].declarations
    var (inner, _) = resolveBody(body, heads: [], scope: scope)
    scopes.removeLast()
    inner.locals = first..<nextVariable
    return .every(key: newKey, value: newValue, domain: domain, body: inner)
  }

  /// `not x` shares the names around it; `not { … }` is a body of its own.
  private mutating func resolveNegation(_ body: Body) -> Body {
    if body.braces == nil, let only = body.literals.first, case .assign = only.kind {
      faults.append(
        SourceFault(
          .compile, "cannot assign vars inside negated expression", only.location, advice: "compare with `==`"))
    }
    guard body.sharesNames else { return resolveBody(body, heads: []).0 }
    var literals: [Literal] = []
    resolve(body.literals[0], into: &literals)
    return Body(literals: literals)
  }
}
