extension PartialEvaluator {
  func evaluate(_ term: Term, _ state: PartialState, _ next: Next) throws(RegoError) {
    try step()
    try nested { () throws(RegoError) in
      switch term.kind {
      case .null: try next(.known(.null), state)
      case .boolean(let value): try next(.known(.boolean(value)), state)
      case .number(let text): try next(.known(arena.number(text)), state)
      case .string(let text): try next(.known(arena.string(text)), state)
      case .variable(let variable): try evaluate(variable, term, state, next)
      case .reference(let head, let path): try evaluate(head, path[...], state, next)
      case .array(let terms):
        try collect(terms[...], [], state, next) { (values) in self.arena.array(values) } residual: { .array($0) }
      case .set(let terms):
        try collect(terms[...], [], state, next) { (values) in self.arena.set(values) } residual: { .set($0) }
      case .object(let members):
        try collect(members.flatMap { [$0.key, $0.value] }[...], [], state, next) { (values) in
          self.arena.object(self.pairs(values).map { (key: $0, value: $1) })
        } residual: { terms in
          .object(self.pairs(terms).map { .init(key: $0, value: $1) })
        }
      case .arrayComprehension, .setComprehension, .objectComprehension: try comprehension(term, state, next)
      case .call(let callee, let arguments): try call(callee, arguments, state, next)
      case .template: try next(.residual(substituted(term, state)), state)
      }
    }
  }

  private func pairs<T>(_ list: [T]) -> [(T, T)] {
    stride(from: 0, to: list.count - 1, by: 2).map { (list[$0], list[$0 + 1]) }
  }

  private func evaluate(
    _ variable: Variable, _ term: Term, _ state: PartialState, _ next: Next
  ) throws(RegoError) {
    if variable.isRoot { return try evaluate(term, [], state, next) }
    try next(state.bindings[variable.id] ?? .residual(term), state)
  }

  private func evaluate(
    _ head: Term, _ path: ArraySlice<Term>, _ state: PartialState, _ next: Next
  ) throws(RegoError) {
    switch head.isVariable {
    case .some(.input): try input([], path, state, next)
    case .some(.data): try data(RuleTree.root, [], path, state, next)
    default:
      try evaluate(head, state) { (base, state) throws(RegoError) in try self.walk(base, path, state, next) }
    }
  }

  /// All terms one after the other.
  private func collect(
    _ terms: ArraySlice<Term>, _ values: [PartialValue], _ state: PartialState, _ next: Next,
    _ known: ([Value]) -> Value, residual: ([Term]) -> Term.Kind
  ) throws(RegoError) {
    try evaluate(all: terms, values, state) { (values, state) throws(RegoError) in
      let found = values.compactMap(\.value)
      if found.count == values.count { return try next(.known(known(found)), state) }
      try next(.residual(Term(residual(values.map(\.term)), .none)), state)
    }
  }

  func evaluate(
    all terms: ArraySlice<Term>, _ values: [PartialValue], _ state: PartialState,
    _ next: ([PartialValue], PartialState) throws(RegoError) -> Void
  ) throws(RegoError) {
    guard let first = terms.first else { return try next(values, state) }
    try evaluate(first, state) { (value, state) throws(RegoError) in
      try self.evaluate(all: terms.dropFirst(), values + [value], state, next)
    }
  }

  // MARK: - Comprehensions

  /// A comprehension that does not depend on what is unknown has a value; others are left as they are.
  private func comprehension(_ term: Term, _ state: PartialState, _ next: Next) throws(RegoError) {
    var isKnown = true
    var elements: [Value] = []
    func gather(_ heads: [Term], _ body: Body) throws(RegoError) {
      try solve(body.literals[...], state) { (found) throws(RegoError) in
        try self.evaluate(all: heads[...], [], found) { (values, inner) throws(RegoError) in
          let known = values.compactMap(\.value)
          if known.count != heads.count || inner.conditions.count > state.conditions.count { isKnown = false }
          elements += known
        }
      }
    }
    var value = Value.undefined
    switch term.kind {
    case .arrayComprehension(let head, let body):
      try gather([head], body)
      if isKnown { value = arena.array(elements) }
    case .setComprehension(let head, let body):
      try gather([head], body)
      if isKnown { value = arena.set(elements) }
    case .objectComprehension(let key, let member, let body):
      try gather([key, member], body)
      if isKnown { value = arena.object(pairs(elements).map { (key: $0, value: $1) }) }
    default: return
    }
    try next(isKnown ? .known(value) : .residual(substituted(term, state)), state)
  }

  // MARK: - Calls

  private func call(
    _ callee: Callee, _ arguments: [Term], _ state: PartialState, _ next: Next
  ) throws(RegoError) {
    if callee.path == ["internal", "member_2"], arguments.count == 2,
      try isMember(arguments[0], of: arguments[1], state, next)
    {
      return
    }
    guard let id = functions.find(callee) else { return try next(.residual(Term(.call(callee, arguments), .none)), state) }
    try evaluate(all: arguments[...], [], state) { (values, state) throws(RegoError) in
      switch id {
      case .group(let index): try self.call(group: Int(index), values, state, next)
      case .builtin(let index): try self.call(builtin: Int(index), callee, values, state, next)
      }
    }
  }

  /// `x in data.p.names`, where `names` is a partial set: one of its rules yields `x`.
  private func isMember(
    _ element: Term, of collection: Term, _ state: PartialState, _ next: Next
  ) throws(RegoError) -> Bool {
    guard case .reference(let head, let path) = collection.kind, head.isVariable == .data,
      let node = modules.tree.find(path.map { $0.isString ?? "" }), let group = modules.tree.nodes[node].group,
      dependents.contains(group), modules.groups[group].kind == .set
    else { return false }
    try evaluate(element, state) { (value, state) throws(RegoError) in
      var inner = state
      let wanted = self.freshVariable()
      if let variable = wanted.isVariable { inner.bindings[variable.id] = value }
      try self.follow(group, [wanted], inner) { (_, found) throws(RegoError) in
        try next(.known(.yes), found.binding(state.bindings))
      }
    }
    return true
  }

  private func call(
    builtin index: Int, _ callee: Callee, _ values: [PartialValue], _ state: PartialState, _ next: Next
  ) throws(RegoError) {
    let builtin = BuiltinTable.standard.entries[index]
    let known = values.compactMap(\.value)
    guard known.count == values.count, !(keepsNondeterministic && builtin.isNondeterministic) else {
      return try next(.residual(Term(.call(callee, values.map(\.term)), .none)), state)
    }
    let result = machine.call(builtin: index, known)
    try check()
    guard builtin.isRelation else { return result.isDefined ? try next(.known(result), state) : () }
    for row in members(result) { try next(.known(row.value), state) }
  }
}
