/// What is left as it is, with everything in it that is known put in.
extension PartialEvaluator {
  func substituted(_ body: Body, _ state: PartialState) -> Body {
    var result = body
    result.literals = body.literals.map { substituted($0, state) }
    return result
  }

  func substituted(_ literal: Literal, _ state: PartialState) -> Literal {
    var result = literal
    result.modifiers = literal.modifiers.map { modifier in
      var result = modifier
      if modifier.replacement == nil { result.value = substituted(modifier.value, state) }
      return result
    }
    switch literal.kind {
    case .some: break
    case .expression(let term): result.kind = .expression(substituted(term, state))
    case .unify(let left, let right): result.kind = .unify(substituted(left, state), substituted(right, state))
    case .assign(let left, let right): result.kind = .assign(substituted(left, state), substituted(right, state))
    case .negation(let body): result.kind = .negation(substituted(body, state))
    case .someIn(let key, let value, let domain):
      result.kind = .someIn(
        key: key.map { substituted($0, state) }, value: substituted(value, state), domain: substituted(domain, state))
    case .every(let key, let value, let domain, let body):
      result.kind = .every(key: key, value: value, domain: substituted(domain, state), body: substituted(body, state))
    case .disjunction(let bodies): result.kind = .disjunction(bodies.map { substituted($0, state) })
    }
    return result
  }

  func substituted(_ term: Term, _ state: PartialState) -> Term {
    var result = term
    switch term.kind {
    case .null, .boolean, .number, .string: break
    case .variable(let variable):
      if let value = state.bindings[variable.id] { return value.term }
    case .reference(let head, let path):
      if let value = knownInput(head, path) { return Term(value: value) }
      let newPath = path.map { substituted($0, state) }
      let newHead = substituted(head, state)
      if case .reference(let inner, let prefix) = newHead.kind {
        result.kind = .reference(inner, prefix + newPath)
      } else {
        result.kind = .reference(newHead, newPath)
      }
    case .array(let terms): result.kind = .array(terms.map { substituted($0, state) })
    case .set(let terms): result.kind = .set(terms.map { substituted($0, state) })
    case .object(let members):
      result.kind = .object(
        members.map { .init(key: substituted($0.key, state), value: substituted($0.value, state)) })
    case .arrayComprehension(let head, let body):
      result.kind = .arrayComprehension(substituted(head, state), substituted(body, state))
    case .setComprehension(let head, let body):
      result.kind = .setComprehension(substituted(head, state), substituted(body, state))
    case .objectComprehension(let key, let value, let body):
      result.kind = .objectComprehension(substituted(key, state), substituted(value, state), substituted(body, state))
    case .call(let callee, let arguments): result.kind = .call(callee, arguments.map { substituted($0, state) })
    case .template(let parts):
      result.kind = .template(
        parts.map { if case .expression(let term) = $0 { .expression(substituted(term, state)) } else { $0 } })
    }
    return result
  }

  /// The value of a reference that lies wholly in what is known of the input.
  private func knownInput(_ head: Term, _ path: [Term]) -> Value? {
    guard head.isVariable == .input else { return nil }
    let names = path.compactMap(\.isString)
    guard names.count == path.count, unknowns.relation(names) == .known else { return nil }
    var value = machine.input
    for name in names where value.isDefined { value = value.member(arena.string(name)) }
    return value.isDefined ? value : nil
  }
}
