internal import Basics

/// Evaluates bodies while part of the input is unknown.
///
/// What is known is computed. Rules that depend on the rest are followed into, so that each way in which a body can hold
/// becomes a list of conditions on what is unknown. Where that cannot be done (a comprehension over something unknown, a
/// `with`, the whole of a partial rule), the expression stays as it is, as a condition that names the rule.
///
/// Solutions are handed to `next`, one call each; what is undefined calls nothing.
final class PartialEvaluator {
  typealias Next = (PartialValue, PartialState) throws(RegoError) -> Void
  typealias Go = (PartialState) throws(RegoError) -> Void

  /// Nesting of rules, literals and terms.
  static let depthMax = 300
  /// Literals and members looked at.
  static let stepsMax = 2_000_000
  /// Ways in which a body may hold.
  static let branchesMax = 20_000

  let modules: CompiledModules
  let unknowns: UnknownPaths
  let dependents: Set<Int>
  let machine: Machine
  let sources: [String]
  /// Calls whose results depend on more than their arguments are left.
  var keepsNondeterministic = false
  private var depth = 0
  private var steps = 0
  /// Numbers of variables that are made here lie beyond those of all rules.
  private var nextVariable: Int32 = 1 << 24

  init(_ query: PartialQuery, _ machine: Machine) {
    modules = query.policy.builder
    unknowns = query.unknowns
    dependents = query.dependents
    sources = query.policy.code.program.sources
    self.machine = machine
  }

  var arena: Arena { machine.arena }

  func freshVariable() -> Term {
    nextVariable += 1
    return Term(.variable(Variable(name: "x\(nextVariable - 1 << 24)", id: nextVariable)), .none)
  }

  // MARK: - Limits

  func step() throws(RegoError) {
    steps += 1
    if steps > Self.stepsMax {
      throw RegoError(code: .stepLimit, message: "partial evaluation took more than \(Self.stepsMax) steps")
    }
  }

  func nested(_ body: () throws(RegoError) -> Void) throws(RegoError) {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthMax else {
      throw RegoError(code: .depthLimit, message: "partial evaluation nests more than \(Self.depthMax) deep")
    }
    try body()
  }

  func check() throws(RegoError) {
    if let failure = machine.failure { throw RegoError(failure, sources: sources) }
  }

  // MARK: - Bodies

  /// The conditions of every way in which `body` can hold, without those that `state` has already.
  func branches(_ body: Body, _ state: PartialState) throws(RegoError) -> [[Literal]] {
    var result: [[Literal]] = []
    try solve(body.literals[...], state) { (found) throws(RegoError) in
      guard result.count < Self.branchesMax else {
        throw RegoError(code: .sizeLimit, message: "a body can hold in more than \(Self.branchesMax) ways")
      }
      result.append(Array(found.conditions.dropFirst(state.conditions.count)))
    }
    return result
  }

  func solve(_ literals: ArraySlice<Literal>, _ state: PartialState, _ go: Go) throws(RegoError) {
    guard let literal = literals.first else { return try go(state) }
    try step()
    try nested { () throws(RegoError) in
      try hold(literal, state) { (state) throws(RegoError) in try solve(literals.dropFirst(), state, go) }
    }
  }

  /// Nothing of `branches` holds; nil if one of them always does.
  func none(of branches: [[Literal]]) -> [Literal]? {
    var result: [Literal] = []
    for branch in branches {
      if branch.isEmpty { return nil }
      if branch.count == 1, let negated = branch[0].negated {
        result.append(negated)
      } else {
        let body = Body(literals: branch, braces: .init(opening: .none, closing: .none))
        result.append(Literal(kind: .negation(body), location: .none))
      }
    }
    return result
  }

  // MARK: - Literals

  private func hold(_ literal: Literal, _ state: PartialState, _ go: Go) throws(RegoError) {
    guard literal.modifiers.isEmpty else { return try go(state.adding(substituted(literal, state))) }
    switch literal.kind {
    case .some: try go(state)
    case .expression(let term): try holdExpression(term, state, go)
    case .unify(let left, let right), .assign(let left, let right): try unify(left, right, state, go)
    case .negation(let body):
      guard let conditions = none(of: try branches(body, state)) else { return }
      try go(PartialState(bindings: state.bindings, conditions: state.conditions + conditions))
    case .someIn(let key, let value, let domain):
      try evaluate(domain, state) { (domain, state) throws(RegoError) in
        try self.members(of: domain, state) { (memberKey, member, state) throws(RegoError) in
          try self.match(key, memberKey, state) { (state) throws(RegoError) in
            try self.match(value, member, state, go)
          }
        }
      }
    case .every(let key, let value, let domain, let body):
      try evaluate(domain, state) { (known, state) throws(RegoError) in
        guard let domain = known.value else { return try go(state.adding(self.substituted(literal, state))) }
        try self.every(self.members(domain)[...], key, value, body, state, go)
      }
    case .disjunction(let bodies): for body in bodies { try solve(body.literals[...], state, go) }
    }
  }

  private func every(
    _ rest: ArraySlice<(key: Value, value: Value)>, _ key: Term?, _ value: Term, _ body: Body, _ state: PartialState,
    _ go: Go
  ) throws(RegoError) {
    guard let first = rest.first else { return try go(state) }
    var inner = state
    if let variable = key?.isVariable { inner.bindings[variable.id] = .known(first.key) }
    if let variable = value.isVariable { inner.bindings[variable.id] = .known(first.value) }
    let ways = try branches(body, inner)
    // One way that always holds is enough for this member.
    for way in ways.contains(where: \.isEmpty) ? [[]] : ways {
      let next = PartialState(bindings: state.bindings, conditions: state.conditions + way)
      try nested { () throws(RegoError) in try every(rest.dropFirst(), key, value, body, next, go) }
    }
  }

  /// An expression holds if it is neither false nor undefined.
  private func holdExpression(_ term: Term, _ state: PartialState, _ go: Go) throws(RegoError) {
    if case .call(let callee, let arguments) = term.kind, let arity = functions.arity(of: callee),
      arity == arguments.count - 1, let output = arguments.last
    {
      let call = Term(.call(callee, Array(arguments.dropLast())), term.location)
      return try evaluate(call, state) { (value, state) throws(RegoError) in
        try self.match(output, value, state, go)
      }
    }
    try evaluate(term, state) { (value, state) throws(RegoError) in
      switch value {
      case .known(let value): if value.isTruthy { try go(state) }
      case .residual(let term): try go(state.adding(Literal(condition: term)))
      }
    }
  }

  private func unify(_ left: Term, _ right: Term, _ state: PartialState, _ go: Go) throws(RegoError) {
    if state.hasUnbound(left), state.hasUnbound(right), let pairs = Safety.pairs(left, right) {
      return try unify(pairs[...], state, go)
    }
    let (pattern, source) = state.hasUnbound(right) ? (right, left) : (left, right)
    try evaluate(source, state) { (value, state) throws(RegoError) in
      try self.match(pattern, value, state, go)
    }
  }

  private func unify(_ pairs: ArraySlice<(Term, Term)>, _ state: PartialState, _ go: Go) throws(RegoError) {
    guard let (left, right) = pairs.first else { return try go(state) }
    try unify(left, right, state) { (state) throws(RegoError) in try self.unify(pairs.dropFirst(), state, go) }
  }

  lazy var functions = FunctionTable(modules.groups)
}
