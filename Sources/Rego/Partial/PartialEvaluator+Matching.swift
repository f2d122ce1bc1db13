extension PartialEvaluator {
  /// Binds or compares, member by member.
  func match(_ pattern: Term?, _ value: PartialValue, _ state: PartialState, _ go: Go) throws(RegoError) {
    guard let pattern else { return try go(state) }
    guard state.hasUnbound(pattern) else {
      return try evaluate(pattern, state) { (wanted, state) throws(RegoError) in
        try self.compare(wanted, value, state, go)
      }
    }
    if let variable = pattern.isVariable {
      var state = state
      state.bindings[variable.id] = value
      // A value that is never used must be there all the same.
      if case .residual(let term) = value, case .reference = term.kind, !variable.name.hasPrefix("__") {
        state.conditions.append(Literal(kind: .unify(freshVariable(), term), location: .none))
      }
      return try go(state)
    }
    guard let known = value.value else { return try matchUnknown(pattern, value.term, state, go) }
    switch pattern.kind {
    case .array(let terms):
      guard known.has(.array), known.elements.count == terms.count else { return }
      try match(Array(zip(terms, known.elements))[...], state, go)
    case .object(let members):
      guard known.has(.object), known.table.count == members.count else { return }
      var pairs: [(Term, Value)] = []
      for member in members {
        guard let key = constant(member.key, state) else { return }
        let value = known.table[key]
        guard value.isDefined else { return }
        pairs.append((member.value, value))
      }
      try match(pairs[...], state, go)
    default: return
    }
  }

  private func match(_ pairs: ArraySlice<(Term, Value)>, _ state: PartialState, _ go: Go) throws(RegoError) {
    guard let (pattern, value) = pairs.first else { return try go(state) }
    try match(pattern, .known(value), state) { (state) throws(RegoError) in
      try self.match(pairs.dropFirst(), state, go)
    }
  }

  /// The pattern's variables become variables of the conditions.
  private func matchUnknown(_ pattern: Term, _ term: Term, _ state: PartialState, _ go: Go) throws(RegoError) {
    var state = state
    var finder = VariableFinder()
    finder.visit(pattern)
    for variable in finder.found where state.bindings[variable.id] == nil {
      state.bindings[variable.id] = .residual(freshVariable())
    }
    let wanted = substituted(pattern, state)
    try go(state.adding(Literal(kind: .unify(wanted, term), location: .none)))
  }

  func compare(_ left: PartialValue, _ right: PartialValue, _ state: PartialState, _ go: Go) throws(RegoError) {
    if let left = left.value, let right = right.value {
      if left.isEqual(right) { try go(state) }
      return
    }
    try go(state.adding(Literal(condition: .call(["equal"], [left.term, right.term]))))
  }

  private func constant(_ term: Term, _ state: PartialState) -> Value? {
    switch term.kind {
    case .string(let text): arena.string(text)
    case .number(let text): arena.number(text)
    case .boolean(let value): .boolean(value)
    case .null: .null
    case .variable(let variable): state.bindings[variable.id]?.value
    default: nil
    }
  }

  // MARK: - Members

  func members(_ value: Value) -> [(key: Value, value: Value)] {
    switch value.tag {
    case .array: value.elements.enumerated().map { (key: .integer($0), value: $1) }
    case .object, .set: (0..<value.table.count).map { (key: value.table.key($0), value: value.table.value($0)) }
    default: []
    }
  }

  /// Each member of a collection; of an unknown one, any.
  func members(
    of domain: PartialValue, _ state: PartialState,
    _ body: (PartialValue, PartialValue, PartialState) throws(RegoError) -> Void
  ) throws(RegoError) {
    switch domain {
    case .known(let collection):
      for member in members(collection) {
        try step()
        try body(.known(member.key), .known(member.value), state)
      }
    case .residual(let term):
      let key = freshVariable()
      let value = freshVariable()
      let member = Term(.reference(term, [key]), .none)
      try body(.residual(key), .residual(value), state.adding(Literal(kind: .unify(value, member), location: .none)))
    }
  }
}
