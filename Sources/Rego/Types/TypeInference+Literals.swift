extension TypeInference {
  mutating func check(_ literal: Literal) {
    for modifier in literal.modifiers { check(modifier) }
    switch literal.kind {
    case .some: break
    case .expression(let term):
      guard case .call(let callee, let arguments) = term.kind else {
        _ = type(of: term)
        return
      }
      if callee.name == "equal", callee.isOperator, arguments.count == 2 {
        match(arguments[0], arguments[1], literal.location)
      } else {
        _ = call(callee, arguments, at: literal.location, isStatement: true)
      }
    case .unify(let left, let right), .assign(let left, let right): match(left, right, literal.location)
    case .negation(let body): check(body)
    case .someIn(let key, let value, let domain): bindMembers(key, value, type(of: domain))
    case .every(let key, let value, let domain, let body):
      bindMembers(key, value, type(of: domain))
      check(body)
    case .disjunction(let bodies): for body in bodies { check(body) }
    }
  }

  private mutating func bindMembers(_ key: Term?, _ value: Term, _ domain: RegoType?) {
    if let key, !unify(key, domain?.keys ?? .any) { bind(key, to: .any) }
    if !unify(value, domain?.values ?? .any) { bind(value, to: .any) }
  }

  private mutating func check(_ modifier: Literal.Modifier) {
    guard let replacement = modifier.replacement else {
      _ = type(of: modifier.value)
      return
    }
    let target = Callee(path: modifier.path, location: modifier.target.location)
    guard let wanted = environment.signature(target), let given = environment.signature(replacement),
      wanted.parameters.count != given.parameters.count
    else { return }
    report(
      "\(target.name): arity mismatch", modifier.location,
      ["have: (\(given.argumentText))", "want: (\(wanted.argumentText))"])
  }

  // MARK: - Equality

  private mutating func match(_ left: Term, _ right: Term, _ location: Location) {
    let leftType = type(of: left)
    let rightType = type(of: right)
    let fits =
      switch (leftType, rightType) {
      case (let left?, let right?): left.unifies(with: right)
      case (let type?, nil): unify(right, type)
      case (nil, let type?): unify(left, type)
      case (nil, nil): unifyUnknown(left, right)
      }
    if !fits {
      report(
        "match error", location,
        ["left  : \(type(of: left)?.text ?? "any")", "right : \(type(of: right)?.text ?? "any")"])
    }
    bind(left, to: .any)
    bind(right, to: .any)
  }

  /// Two patterns, each with variables of which nothing is known.
  private mutating func unifyUnknown(_ left: Term, _ right: Term) -> Bool {
    guard let pairs = Safety.pairs(left, right) else {
      if case .array(let lefts) = left.kind, case .array(let rights) = right.kind { return lefts.count == rights.count }
      return true
    }
    var fits = true
    for (first, second) in pairs {
      if let type = type(of: second) {
        fits = unify(first, type) && fits
      } else if let type = type(of: first) {
        fits = unify(second, type) && fits
      } else {
        fits = unifyUnknown(first, second) && fits
      }
    }
    return fits
  }

  // MARK: - Calls

  /// Checks the arguments; the type of the result.
  mutating func call(
    _ callee: Callee, _ arguments: [Term], at location: Location, isStatement: Bool
  ) -> RegoType {
    guard let signature = environment.signature(callee), !signature.isVariadic else {
      for argument in arguments { _ = type(of: argument) }
      return callee.isPrint ? .boolean : .any
    }
    let result = signature.result?.type ?? .any
    var fits = true
    for (index, argument) in arguments.enumerated() {
      let wanted = index < signature.parameters.count ? signature.parameters[index].type : result
      fits = unify(argument, wanted) && fits
    }
    guard !fits else { return result }
    var have = arguments.map { type(of: $0)?.text ?? "any" }
    if !isStatement { have.append("???") }
    report(
      "\(callee.name): invalid argument(s)", location,
      ["have: (\(have.joined(separator: ", ")))", "want: (\(signature.argumentText))"])
    return result
  }
}
