extension Resolver {
  mutating func resolve(_ term: Term) -> Term {
    var result = term
    switch term.kind {
    case .null, .boolean, .number, .string: break
    case .variable(let variable): result = resolve(variable, term)
    case .reference(let head, let path):
      let newHead = resolve(head)
      let newPath = path.map { resolve($0) }
      if case .reference(let inner, let prefix) = newHead.kind, head.isVariable != nil {
        result.kind = .reference(inner, prefix + newPath)
      } else {
        result.kind = .reference(newHead, newPath)
      }
    case .array(let terms): result.kind = .array(terms.map { resolve($0) })
    case .set(let terms): result.kind = .set(terms.map { resolve($0) })
    case .object(let members):
      result.kind = .object(members.map { .init(key: resolve($0.key), value: resolve($0.value)) })
    case .arrayComprehension(let head, let body):
      let (body, heads) = resolveBody(body, heads: [head])
      result.kind = .arrayComprehension(heads[0], body)
    case .setComprehension(let head, let body):
      let (body, heads) = resolveBody(body, heads: [head])
      result.kind = .setComprehension(heads[0], body)
    case .objectComprehension(let key, let value, let body):
      let (body, heads) = resolveBody(body, heads: [key, value])
      result.kind = .objectComprehension(heads[0], heads[1], body)
    case .call(let callee, let arguments): result.kind = resolve(callee, arguments)
    case .template(let parts):
      result.kind = .template(
        parts.map { part in
          if case .expression(let term) = part { .expression(resolve(term)) } else { part }
        })
    }
    return result
  }

  private mutating func resolve(_ variable: Variable, _ term: Term) -> Term {
    if variable.isWildcard { return Term(.variable(make("_")), term.location) }
    var result = term
    if let local = lookup(variable.name) {
      result.kind = .variable(local)
    } else if let path = environment.names[variable.name] {
      result = Resolver.global(path, term.location)
      result.end = term.end
    } else if variable.name == "data" {
      result.kind = .variable(.data)
    } else if variable.name == "input" {
      result.kind = .variable(.input)
    }
    return result
  }

  /// `["data", "a", "b"]` as a term.
  static func global(_ path: [String], _ location: Location) -> Term {
    let root = Term(.variable(path[0] == "input" ? .input : .data), location)
    if path.count == 1 { return root }
    return Term(.reference(root, path.dropFirst().map { Term(.string($0), location) }), location)
  }

  // MARK: - Calls

  private mutating func resolve(_ callee: Callee, _ arguments: [Term]) -> Term.Kind {
    if let metadata, arguments.isEmpty {
      if callee.path == RuleMetadata.rulePath { return metadata.rule.kind }
      if callee.path == RuleMetadata.chainPath { return metadata.chain.kind }
    }
    let resolved = resolve(callee)
    return .call(resolved, arguments.map { resolve($0) })
  }

  private mutating func resolve(_ callee: Callee) -> Callee {
    guard !callee.isOperator, let first = callee.path.first, find(first) == nil else { return callee }
    if environment.names[first] != nil { usedGlobals.insert(first) }
    var result = callee
    result.path = environment.expand(callee.path)
    return result
  }

  // MARK: - `with`

  mutating func resolve(modifier: Literal.Modifier) -> Literal.Modifier {
    var result = modifier
    if let written = Resolver.names(of: modifier.target) {
      result.path = resolve(Callee(path: written, location: modifier.target.location)).path
    } else {
      faults.append(Resolver.unknownTarget(modifier.target.location))
    }
    if environment.isFunction(result.path), let names = Resolver.names(of: modifier.value), find(names[0]) == nil {
      let callee = resolve(Callee(path: names, location: modifier.value.location))
      if environment.isFunction(callee.path) { result.replacement = callee }
    }
    if result.replacement == nil { result.value = resolve(modifier.value) }
    return result
  }

  static func unknownTarget(_ location: Location) -> SourceFault {
    SourceFault(
      .type, "with keyword target must reference existing input, data, or a function", location,
      advice: "name `input`, `data`, a path below them, or a function")
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

extension Term {
  /// Nothing in it has to be computed: what arguments and the left of `:=` are made of.
  var isPattern: Bool {
    switch kind {
    case .null, .boolean, .number, .string, .variable: true
    case .array(let terms): terms.allSatisfy(\.isPattern)
    case .object(let members): members.allSatisfy { $0.key.isPattern && $0.value.isPattern }
    case .set(let terms): terms.allSatisfy { $0.isVariable == nil && $0.isPattern }
    default: false
    }
  }

  /// What stands on the left of `:=` that cannot be assigned to, by OPA's name for it; nil if all is well.
  var assignmentObstacle: String? {
    switch kind {
    case .variable: nil
    case .array(let terms): terms.lazy.compactMap(\.nestedObstacle).first
    case .object(let members): members.lazy.compactMap(\.value.nestedObstacle).first
    case .reference: "ref"
    case .call: "call"
    case .set: "set"
    case .null: "null"
    case .boolean: "boolean"
    case .number: "number"
    case .string: "string"
    case .arrayComprehension: "arraycomprehension"
    case .setComprehension: "setcomprehension"
    case .objectComprehension: "objectcomprehension"
    case .template: "templatestring"
    }
  }

  /// What a constant cannot contain, by OPA's name for it; comprehensions are constant if what they read is.
  var computedPart: String? {
    switch kind {
    case .variable: return "var"
    case .reference: return "ref"
    case .call: return "call"
    default:
      var found: String?
      visitParts({ found = found ?? $0.computedPart }, body: { _, _ in })
      return found
    }
  }

  /// Constants inside a pattern are compared.
  private var nestedObstacle: String? {
    switch kind {
    case .null, .boolean, .number, .string: nil
    default: assignmentObstacle
    }
  }
}
