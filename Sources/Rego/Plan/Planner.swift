/// Turns the bodies of one rule into operations.
///
/// The literals of a body stand in an order in which every one is ready (see `SafetyCheck`), so when code is made, each
/// variable is either bound to an operand or is being bound: unification becomes assignments, comparisons, destructuring
/// and scans, and nothing needs to be unified at run time.
struct Planner {
  let builder: ProgramBuilder
  var bindings: [Int32: Int32] = [:]
  var registers: Int32 = 0
  private var block: [(Operation, Location)] = []
  var location: Location
  /// The group being planned, and how deep its bodies are nested: what marks of traced code say.
  var group: Int32 = -1
  var depth: Int32 = -1

  init(builder: ProgramBuilder, location: Location) {
    self.builder = builder
    self.location = location
  }

  var safety: Safety { Safety(bound: Set(bindings.keys)) }

  mutating func register() -> Int32 {
    registers += 1
    return registers - 1
  }

  mutating func emit(_ code: Opcode, d: Int32 = 0, a: Int32 = 0, b: Int32 = 0, c: Int32 = 0) {
    block.append((Operation(code: code, d: d, a: a, b: b, c: c), location))
  }

  /// Puts an operation before the last one of the block.
  mutating func insertBeforeEnd(_ code: Opcode, a: Int32, b: Int32, c: Int32) {
    guard let last = block.popLast() else { return }
    emit(code, a: a, b: b, c: c)
    block.append(last)
  }

  /// Emits an operation that writes a new register, and returns that.
  mutating func emitInto(_ code: Opcode, a: Int32 = 0, b: Int32 = 0, c: Int32 = 0) -> Int32 {
    let result = register()
    emit(code, d: result, a: a, b: b, c: c)
    return result
  }

  /// Plans a block of its own: what it binds is forgotten after it.
  mutating func nested(_ plan: (inout Planner) throws(SourceFault) -> Void) throws(SourceFault) -> Int32 {
    let outerBlock = block
    let outerBindings = bindings
    block = []
    depth += 1
    defer {
      block = outerBlock
      bindings = outerBindings
      depth -= 1
    }
    try plan(&self)
    return builder.append(block)
  }

  // MARK: - Bodies

  /// The literals stand in an order in which each is ready (`SafetyCheck`).
  mutating func plan(_ body: Body) throws(SourceFault) {
    for literal in body.literals { try plan(literal) }
  }

  static func unsafe(_ variables: Set<Variable>, _ location: Location) -> SourceFault {
    let names = variables.map(\.name).sorted().joined(separator: ", ")
    return SourceFault(
      .unsafeVariable, "var \(names) is unsafe", location, advice: "give it a value before it is used")
  }

  mutating func plan(_ literal: Literal) throws(SourceFault) {
    location = literal.location
    traceExpression(literal)
    guard !literal.modifiers.isEmpty else { return try planBare(literal) }
    var targets: [Replacement.Target] = []
    var values: [Int32] = []
    for modifier in literal.modifiers {
      let (target, value) = try plan(modifier)
      targets.append(target)
      values.append(value)
    }
    builder.program.replacements.append(Replacement(targets: targets))
    let start = builder.operands(values)
    emit(
      .with, a: Int32(builder.program.replacements.count - 1), b: start, c: Int32(values.count))
    try planBare(literal)
    emit(.endWith)
  }

  private mutating func planBare(_ literal: Literal) throws(SourceFault) {
    location = literal.location
    switch literal.kind {
    case .expression(let term): try planCondition(term)
    case .unify(let left, let right), .assign(let left, let right): try planUnify(left, right)
    case .some: break
    case .negation(let body):
      let start = try nested { (planner) throws(SourceFault) in
        try planner.plan(body)
        planner.emit(.found)
      }
      emit(.negate, c: start)
    case .someIn(let key, let value, let domain):
      let source = try plan(domain)
      let keyRegister = register()
      let valueRegister = register()
      emit(.scan, a: source, b: keyRegister, c: valueRegister)
      if let key { try match(key, keyRegister) }
      try match(value, valueRegister)
    case .every(let key, let value, let domain, let body):
      try planEvery(key, value, domain, body)
    case .disjunction(let bodies):
      var starts: [Int32] = []
      for body in bodies {
        starts.append(
          try nested { (planner) throws(SourceFault) in
            try planner.plan(body)
            planner.emit(.found)
          })
      }
      emit(.either, b: builder.operands(starts), c: Int32(starts.count))
    }
  }

  private mutating func planEvery(
    _ key: Term?, _ value: Term, _ domain: Term, _ body: Body
  ) throws(SourceFault) {
    let source = try plan(domain)
    let keyRegister = register()
    let valueRegister = register()
    let start = try nested { (planner) throws(SourceFault) in
      if let variable = key?.isVariable { planner.bindings[variable.id] = keyRegister }
      if let variable = value.isVariable { planner.bindings[variable.id] = valueRegister }
      try planner.plan(body)
      planner.emit(.found)
    }
    emit(.every, a: source, b: keyRegister, c: start)
  }

  // MARK: - Conditions

  private static let comparisons: [String: Opcode] = [
    "equal": .equal, "neq": .notEqual, "lt": .less, "lte": .lessOrEqual, "gt": .greater,
    "gte": .greaterOrEqual,
  ]

  private mutating func planCondition(_ term: Term) throws(SourceFault) {
    guard case .call(let callee, let arguments) = term.kind else {
      let value = try plan(term)
      if value >= 0 || !builder.program.constants[Int(-value) - 1].isTruthy { emit(.truthy, a: value) }
      return
    }
    if callee.isPrint { return try planPrint(arguments) }
    if arguments.count == 2, let code = Planner.comparisons[callee.name] {
      let operands = try plan(all: arguments)
      location = callee.location
      return emit(code, a: operands[0], b: operands[1])
    }
    if callee.path == ["internal", "member_2"], arguments.count == 2 {
      let operands = try plan(all: arguments)
      return emit(.member, a: operands[0], b: operands[1])
    }
    if let id = builder.callee(callee), builder.arity(id) == arguments.count - 1, let output = arguments.last {
      let value = try planCall(callee, Array(arguments.dropLast()))
      return try match(output, value)
    }
    let value = try planCall(callee, arguments)
    emit(.truthy, a: value)
  }

  private mutating func planPrint(_ arguments: [Term]) throws(SourceFault) {
    var parts: [Int32] = []
    for argument in arguments { parts.append(try planOptional(argument)) }
    emit(.print, b: builder.operands(parts), c: Int32(parts.count))
  }

  /// A block that yields the term's value, for places where undefined is allowed.
  mutating func planOptional(_ term: Term) throws(SourceFault) -> Int32 {
    try nested { (planner) throws(SourceFault) in
      let value = try planner.plan(term)
      planner.emit(.append, a: value)
    }
  }

  // MARK: - Unification

  mutating func planUnify(_ left: Term, _ right: Term) throws(SourceFault) {
    if let pairs = Safety.pairs(left, right), hasUnbound(left) || hasUnbound(right) { return try planPairs(pairs) }
    var missing: Set<Variable> = []
    safety.needs(right, &missing)
    if missing.isEmpty {
      let value = try plan(right)
      try match(left, value)
    } else {
      let value = try plan(left)
      try match(right, value)
    }
  }

  private mutating func planPairs(_ pairs: [(Term, Term)]) throws(SourceFault) {
    var waiting = pairs[...]
    while !waiting.isEmpty {
      let safety = self.safety
      let ready = waiting.indices.first { index in
        let literal = Literal(kind: .unify(waiting[index].0, waiting[index].1), location: location)
        return safety.missing(literal) { _ in nil }.isEmpty
      }
      guard let ready else { throw Planner.unsafe([], location) }
      let (left, right) = waiting.remove(at: ready)
      try planUnify(left, right)
    }
  }

  /// Whether matching this term binds a variable.
  func hasUnbound(_ term: Term) -> Bool {
    switch term.kind {
    case .variable(let variable): !variable.isRoot && bindings[variable.id] == nil
    case .array(let terms): terms.contains(where: hasUnbound)
    case .object(let members): members.contains { hasUnbound($0.value) }
    default: false
    }
  }

  /// Binds or compares, member by member.
  mutating func match(_ pattern: Term, _ value: Int32) throws(SourceFault) {
    guard hasUnbound(pattern) else {
      let wanted = try plan(pattern)
      return emit(.equal, a: wanted, b: value)
    }
    switch pattern.kind {
    case .variable(let variable): bindings[variable.id] = value
    case .array(let terms):
      emit(.isArray, a: value, b: Int32(terms.count))
      for (index, term) in terms.enumerated() {
        let element = emitInto(.index, a: value, b: builder.constant(.integer(index)))
        try match(term, element)
      }
    case .object(let members):
      emit(.isObject, a: value, b: Int32(members.count))
      for member in members {
        let key = try plan(member.key)
        let element = emitInto(.index, a: value, b: key)
        try match(member.value, element)
      }
    default: break
    }
  }
}
