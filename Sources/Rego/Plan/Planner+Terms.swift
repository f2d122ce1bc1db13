extension Planner {
  /// Makes code that computes a term; returns the operand that holds it then.
  mutating func plan(_ term: Term) throws(SourceFault) -> Int32 {
    if let value = builder.fold(term) { return builder.constant(value) }
    switch term.kind {
    case .null, .boolean, .number, .string: return builder.constant(.null)
    case .variable(let variable): return try plan(variable, term.location)
    case .reference(let head, let path): return try planReference(head, path)
    case .array(let terms): return try planCollection(.makeArray, terms)
    case .set(let terms): return try planCollection(.makeSet, terms)
    case .object(let members): return try planCollection(.makeObject, members.flatMap { [$0.key, $0.value] })
    case .arrayComprehension(let head, let body):
      let start = try nested { (planner) throws(SourceFault) in
        try planner.plan(body)
        let value = try planner.plan(head)
        planner.emit(.append, a: value)
      }
      return emitInto(.collectArray, c: start)
    case .setComprehension(let head, let body):
      let start = try nested { (planner) throws(SourceFault) in
        try planner.plan(body)
        let value = try planner.plan(head)
        planner.emit(.insert, a: value)
      }
      return emitInto(.collectSet, c: start)
    case .objectComprehension(let key, let value, let body):
      let start = try nested { (planner) throws(SourceFault) in
        try planner.plan(body)
        let key = try planner.plan(key)
        let value = try planner.plan(value)
        planner.emit(.put, a: planner.builder.operands([key]), b: 1, c: value)
      }
      return emitInto(.collectObject, c: start)
    case .call(let callee, let arguments): return try planCall(callee, arguments)
    case .template(let parts): return try planTemplate(parts)
    }
  }

  private mutating func plan(_ variable: Variable, _ at: Location) throws(SourceFault) -> Int32 {
    if variable == .input { return emitInto(.input) }
    if variable == .data { return try planReference(Term(.variable(.data), at), []) }
    guard let operand = bindings[variable.id] else { throw Planner.unsafe([variable], at) }
    return operand
  }

  private mutating func planCollection(_ code: Opcode, _ terms: [Term]) throws(SourceFault) -> Int32 {
    let parts = try plan(all: terms)
    return emitInto(code, b: builder.operands(parts), c: Int32(parts.count))
  }

  private mutating func planTemplate(_ parts: [TemplatePart]) throws(SourceFault) -> Int32 {
    var operands: [Int32] = []
    for part in parts {
      switch part {
      case .text(let text): operands.append(builder.constant(text))
      case .expression(let term):
        let start = try planOptional(term)
        operands.append(emitInto(.optional, c: start))
      }
    }
    let list = emitInto(.makeArray, b: builder.operands(operands), c: Int32(operands.count))
    return try call(named: "internal.template_string", [list])
  }

  private mutating func call(named name: String, _ operands: [Int32]) throws(SourceFault) -> Int32 {
    guard let index = builder.builtins.index(of: name) else {
      throw SourceFault(.type, "undefined function \(name)", location)
    }
    return emitInto(.builtin, a: Int32(index), b: builder.operands(operands), c: Int32(operands.count))
  }

  /// Terms that are evaluated together. Each is planned once the variables that it needs have values, which another of
  /// them may give.
  mutating func plan(all terms: [Term]) throws(SourceFault) -> [Int32] {
    var operands = [Int32](repeating: 0, count: terms.count)
    var waiting = Array(terms.indices)
    while !waiting.isEmpty {
      var postponed: [Int] = []
      for index in waiting {
        if waiting.count > 1, isMissing(terms[index]) {
          postponed.append(index)
        } else {
          operands[index] = try plan(terms[index])
        }
      }
      // Without progress the first is planned all the same, to be reported.
      if postponed.count == waiting.count { _ = try plan(terms[postponed[0]]) }
      waiting = postponed
    }
    return operands
  }

  private func isMissing(_ term: Term) -> Bool {
    switch term.kind {
    case .null, .boolean, .number, .string: return false
    case .variable(let variable): return !variable.isRoot && bindings[variable.id] == nil
    default:
      var missing: Set<Variable> = []
      safety.needs(term, &missing)
      return !missing.isEmpty
    }
  }

  // MARK: - Calls

  mutating func planCall(_ callee: Callee, _ arguments: [Term]) throws(SourceFault) -> Int32 {
    guard let id = builder.callee(callee) else {
      throw SourceFault(
        .type, "undefined function \(callee.name)", callee.location, advice: "define it, import it or check the spelling")
    }
    let arity = builder.arity(id)
    guard arguments.count == arity else {
      throw SourceFault(
        .type, "function \(callee.name) has arity \(arity), got \(arguments.count) arguments", callee.location)
    }
    let parts = try plan(all: arguments)
    location = callee.location
    let start = builder.operands(parts)
    switch id {
    case .group(let group) where arity == 0: return emitInto(.rule, a: group)
    case .group(let group): return emitInto(.function, a: group, b: start, c: Int32(parts.count))
    case .builtin(let index):
      let result = emitInto(.builtin, a: index, b: start, c: Int32(parts.count))
      guard builder.builtins.entries[Int(index)].isRelation else { return result }
      // A relation's result is the list of its rows; the call has each of them in turn.
      let key = register()
      let row = register()
      emit(.scan, a: result, b: key, c: row)
      return row
    }
  }

  // MARK: - References

  mutating func planReference(_ head: Term, _ path: [Term]) throws(SourceFault) -> Int32 {
    guard let variable = head.isVariable, variable.isRoot else {
      let base = try plan(head)
      return try planPath(base, path[...], isVirtual: false)
    }
    if variable == .data { return try planData(path) }
    var keys: [Value] = []
    for element in path {
      guard let key = builder.fold(element) else { break }
      keys.append(key)
    }
    if keys.isEmpty {
      let base = emitInto(.input)
      return try planPath(base, path[...], isVirtual: false)
    }
    let base = emitInto(.inputPath, a: builder.inputPath(keys))
    return try planPath(base, path.dropFirst(keys.count), isVirtual: false)
  }

  private mutating func planData(_ path: [Term]) throws(SourceFault) -> Int32 {
    let tree = builder.program.tree
    var node = RuleTree.root
    var depth = 0
    while true {
      if let group = tree.nodes[node].group {
        let value = emitInto(.rule, a: Int32(group))
        return try planPath(value, path[depth...], isVirtual: false)
      }
      if depth < path.count, case .number = path[depth].kind { break }
      guard depth < path.count, let name = path[depth].isString else {
        let place = emitInto(.tree, a: Int32(node))
        return try planPath(place, path[depth...], isVirtual: true)
      }
      guard let next = tree.child(node, name) else { break }
      node = next
      depth += 1
    }
    return try planBase(path, depth)
  }

  /// A base document; whole numbers among its keys also stand for their text, as in a document store.
  private mutating func planBase(_ path: [Term], _ depth: Int) throws(SourceFault) -> Int32 {
    var names = Array(path[..<depth].compactMap(\.isString))
    for element in path[depth...] {
      if case .number(let text) = element.kind, Int64(text) != nil {
        names.append(text)
        continue
      }
      guard let name = element.isString else { break }
      names.append(name)
    }
    let value = emitInto(.base, a: builder.basePath(names))
    return try planPath(value, path[names.count...], isVirtual: false)
  }

  private mutating func planPath(
    _ base: Int32, _ path: ArraySlice<Term>, isVirtual: Bool
  ) throws(SourceFault) -> Int32 {
    var current = base
    for element in path {
      if hasUnbound(element) {
        let key = register()
        let value = register()
        emit(.scan, a: current, b: key, c: value)
        try match(element, key)
        current = value
      } else {
        let key = try plan(element)
        current = emitInto(.index, a: current, b: key)
      }
    }
    return isVirtual ? emitInto(.force, a: current) : current
  }
}
