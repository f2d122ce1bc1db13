extension PartialEvaluator {
  /// Follows a path from a value that has been found.
  func walk(_ base: PartialValue, _ path: ArraySlice<Term>, _ state: PartialState, _ next: Next) throws(RegoError) {
    guard let element = path.first else { return try next(base, state) }
    let rest = path.dropFirst()
    if state.hasUnbound(element) {
      guard case .residual(let term) = base else {
        return try members(of: base, state) { (key, value, state) throws(RegoError) in
          try self.match(element, key, state) { (state) throws(RegoError) in try self.walk(value, rest, state, next) }
        }
      }
      let key = PartialValue.residual(freshVariable())
      return try match(element, key, state) { (state) throws(RegoError) in
        try self.walk(.residual(term.member(key.term)), rest, state, next)
      }
    }
    try evaluate(element, state) { (key, state) throws(RegoError) in
      switch (base, key) {
      case (.known(let collection), .known(let key)):
        let value = collection.member(key)
        if value.isDefined { try self.walk(.known(value), rest, state, next) }
      case (.known(let collection), .residual(let key)):
        // The key is one of those that are there.
        for member in self.members(collection) {
          try self.step()
          let isKey = Literal(condition: .call(["equal"], [key, Term(value: member.key)]))
          try self.walk(.known(member.value), rest, state.adding(isKey), next)
        }
      case (.residual(let term), let key):
        try self.walk(.residual(term.member(key.term)), rest, state, next)
      }
    }
  }

  // MARK: - Input

  func input(_ names: [String], _ path: ArraySlice<Term>, _ state: PartialState, _ next: Next) throws(RegoError) {
    switch unknowns.relation(names) {
    case .unknown: return try walk(.residual(.input(names)), path, state, next)
    case .known:
      var value = machine.input
      for name in names where value.isDefined { value = value.member(arena.string(name)) }
      return value.isDefined ? try walk(.known(value), path, state, next) : ()
    case .above:
      guard let element = path.first, !state.hasUnbound(element) else {
        return try walk(.residual(.input(names)), path, state, next)
      }
      try evaluate(element, state) { (key, state) throws(RegoError) in
        guard let name = key.value?.stringValue else {
          return try self.walk(.residual(Term.input(names).member(key.term)), path.dropFirst(), state, next)
        }
        try self.input(names + [name], path.dropFirst(), state, next)
      }
    }
  }

  // MARK: - Data

  /// Follows a path through the tree of rules.
  func data(
    _ node: Int, _ names: [String], _ path: ArraySlice<Term>, _ state: PartialState, _ next: Next
  ) throws(RegoError) {
    let tree = modules.tree
    if let group = tree.nodes[node].group {
      guard dependents.contains(group) else {
        let value = machine.groupValue(Int32(group))
        try check()
        return value.isDefined ? try walk(.known(value), path, state, next) : ()
      }
      return try follow(group, path, state, next)
    }
    guard tree.groups(below: node).contains(where: dependents.contains) else {
      let value = machine.force(Value(tag: .virtual, payload: UInt64(node)))
      try check()
      return try walk(.known(value), path, state, next)
    }
    guard let element = path.first else { return try next(.residual(.data(names)), state) }
    if state.hasUnbound(element) {
      for name in tree.nodes[node].names {
        guard let child = tree.child(node, name) else { continue }
        try match(element, .known(arena.string(name)), state) { (state) throws(RegoError) in
          try self.data(child, names + [name], path.dropFirst(), state, next)
        }
      }
      return
    }
    try evaluate(element, state) { (key, state) throws(RegoError) in
      guard let name = key.value?.stringValue else {
        return try next(.residual(.data(names).members(path, self, state)), state)
      }
      if let child = tree.child(node, name) {
        return try self.data(child, names + [name], path.dropFirst(), state, next)
      }
      let value = self.machine.walk((names + [name]).map { self.arena.string($0) })
      if value.isDefined { try self.walk(.known(value), path.dropFirst(), state, next) }
    }
  }
}

extension Term {
  static func input(_ names: [String]) -> Term { path(.input, names) }
  static func data(_ names: [String]) -> Term { path(.data, names) }

  private static func path(_ root: Variable, _ names: [String]) -> Term {
    let head = Term(.variable(root), .none)
    return names.isEmpty ? head : Term(.reference(head, names.map { Term(.string($0), .none) }), .none)
  }

  func member(_ key: Term) -> Term {
    if case .reference(let head, let path) = kind { return Term(.reference(head, path + [key]), .none) }
    return Term(.reference(self, [key]), .none)
  }

  fileprivate func members(_ path: ArraySlice<Term>, _ evaluator: PartialEvaluator, _ state: PartialState) -> Term {
    path.reduce(self) { $0.member(evaluator.substituted($1, state)) }
  }
}
