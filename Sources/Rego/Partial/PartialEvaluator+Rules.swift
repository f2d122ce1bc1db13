extension PartialEvaluator {
  /// Follows the rules of a group that depends on what is unknown, and a path from what they yield.
  func follow(_ index: Int, _ path: ArraySlice<Term>, _ state: PartialState, _ next: Next) throws(RegoError) {
    let group = modules.groups[index]
    switch group.kind {
    case .function: return
    case .complete:
      try yield(index, nil, state) { (value, found) throws(RegoError) in
        try self.walk(value, path, found.binding(state.bindings), next)
      }
    case .set where !path.isEmpty: try followMembers(index, path, state, next) { $0.element }
    case .object where !path.isEmpty && !group.isNested: try followMembers(index, path, state, next) { $0.keys.first }
    case .set, .object:
      let whole = Term.data(group.path)
      try next(.residual(path.reduce(whole) { $0.member(substituted($1, state)) }), state)
    }
  }

  /// Members of a partial rule by the first element of the path.
  private func followMembers(
    _ index: Int, _ path: ArraySlice<Term>, _ state: PartialState, _ next: Next, _ key: (ResolvedRule) -> Term?
  ) throws(RegoError) {
    let isSet = modules.groups[index].kind == .set
    guard let wanted = path.first else { return }
    for rule in candidates(index) {
      guard let key = key(rule) else { continue }
      try solve(rule.body.literals[...], state.binding([:])) { (found) throws(RegoError) in
        try self.evaluate(key, found) { (key, inner) throws(RegoError) in
          try self.match(wanted, key, inner.binding(state.bindings)) { (outer) throws(RegoError) in
            if isSet { return try self.walk(key, path.dropFirst(), outer, next) }
            try self.evaluate(rule.value, outer.binding(inner.bindings)) { (value, last) throws(RegoError) in
              try self.walk(value, path.dropFirst(), last.binding(outer.bindings), next)
            }
          }
        }
      }
    }
  }

  /// The rules that can hold, by the index of the group if its path is known.
  private func candidates(_ index: Int) -> [ResolvedRule] {
    let group = modules.groups[index]
    guard let table = modules.program.groups[index].index else { return group.rules }
    let keys = modules.program.inputPaths[Int(table.path)]
    let names = keys.compactMap(\.stringValue)
    guard names.count == keys.count, unknowns.relation(names) == .known else { return group.rules }
    var value = machine.input
    for key in keys where value.isDefined { value = value.member(key) }
    let list = value.isDefined ? table.table.table[value].integerValue.map(Int.init) : nil
    return table.lists[list ?? table.lists.count - 1].map { group.rules[Int($0)] }
  }

  func call(group index: Int, _ values: [PartialValue], _ state: PartialState, _ next: Next) throws(RegoError) {
    try yield(index, values, state) { (value, found) throws(RegoError) in
      try next(value, found.binding(state.bindings))
    }
  }

  /// The values of a complete rule or function: of each rule that can hold, and the default where none does.
  private func yield(
    _ index: Int, _ arguments: [PartialValue]?, _ state: PartialState, _ next: Next
  ) throws(RegoError) {
    let group = modules.groups[index]
    var ways: [[Literal]] = []
    for rule in arguments == nil ? candidates(index) : group.rules {
      try bind(rule.arguments[...], (arguments ?? [])[...], state.binding([:])) { (inner) throws(RegoError) in
        ways += try self.yield(rule, inner, known: state.conditions.count, next)
      }
      if ways.contains(where: \.isEmpty), group.fallback != nil { break }
    }
    guard let fallback = group.fallback, let conditions = none(of: ways) else { return }
    let rest = PartialState(conditions: state.conditions + conditions)
    try bind(fallback.arguments[...], (arguments ?? [])[...], rest) { (inner) throws(RegoError) in
      try self.evaluate(fallback.value, inner, next)
    }
  }

  /// One rule with its `else` branches; returns the conditions under which any of them holds.
  private func yield(
    _ rule: ResolvedRule, _ state: PartialState, known: Int, _ next: Next
  ) throws(RegoError) -> [[Literal]] {
    var ways: [[Literal]] = []
    let entries = [(rule.body, rule.value)] + rule.alternatives.map { ($0.body, $0.value) }
    for (body, value) in entries {
      guard let conditions = none(of: ways) else { return ways }
      let start = PartialState(bindings: state.bindings, conditions: state.conditions + conditions)
      var found: [[Literal]] = []
      try solve(body.literals[...], start) { (inner) throws(RegoError) in
        try self.evaluate(value, inner) { (value, inner) throws(RegoError) in
          found.append(Array(inner.conditions.dropFirst(known)))
          try next(value, inner)
        }
      }
      ways += found
    }
    return ways
  }

  private func bind(
    _ patterns: ArraySlice<Term>, _ values: ArraySlice<PartialValue>, _ state: PartialState, _ go: Go
  ) throws(RegoError) {
    guard let pattern = patterns.first, let value = values.first else { return try go(state) }
    try match(pattern, value, state) { (state) throws(RegoError) in
      try self.bind(patterns.dropFirst(), values.dropFirst(), state, go)
    }
  }
}
