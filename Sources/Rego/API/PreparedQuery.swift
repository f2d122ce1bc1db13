public import Basics

/// A query compiled against a policy; immutable and shared like the policy itself.
@safe public struct PreparedQuery: Sendable {
  public let policy: CompiledPolicy
  /// The policy's code with the query's blocks behind it.
  let code: Code
  let entry: Int32
  let registers: Int32
  /// Names of the variables that answers bind.
  let variables: [String]
  /// Whether answers bind variables; otherwise there is only a value, or that the query holds.
  public var bindsVariables: Bool { !variables.isEmpty }
  let sources: [String]

  init(policy: CompiledPolicy, query: String, bindsVariables: Bool) throws(RegoError) {
    self.policy = policy
    let modules = policy.builder
    sources = modules.program.sources
    // The query's constants need an arena that lives as long as the code; the policy's own must not grow any more.
    let arena = Arena()
    do throws(SourceFault) {
      let parsed = try Parser.query(Array(query.utf8), file: -1, dialect: Dialect(.v1))
      let checked = try QueryCheck(parsed, modules: modules)
      let builder = ProgramBuilder(extending: modules, arena: arena)
      var planner = Planner(builder: builder, location: .none)
      var names: [String] = []
      entry = try planner.nested { (planner) throws(SourceFault) in
        if !bindsVariables, checked.body.literals.count == 1,
          case .expression(let term) = checked.body.literals[0].kind
        {
          let value = try planner.plan(term)
          planner.emit(.result, a: value, b: 1)
          return
        }
        try planner.plan(checked.body)
        let bound = checked.variables.filter { planner.bindings[$0.id] != nil }
        names = bound.map(\.name)
        let operands = builder.operands(bound.compactMap { planner.bindings[$0.id] })
        planner.emit(.answer, b: operands, c: Int32(bound.count))
      }
      variables = names
      registers = planner.registers
      code = Code(
        program: builder.program, arena: arena, isStrict: policy.options.strictBuiltinErrors, base: policy.code)
    } catch {
      throw RegoError(error, sources: modules.program.sources)
    }
  }

  /// The value of the document, or nil if it is undefined.
  ///
  /// Synchronous; takes no lock. Throws when a rule conflicts with another or a limit of the context is reached: treat
  /// that as a refusal.
  public func evaluate(_ input: RegoInput, in context: RegoContext) throws(RegoError) -> RegoResult? {
    let machine = try run(input, context)
    return machine.pending.isDefined ? RegoResult(value: machine.pending, machine: machine) : nil
  }

  /// All answers of a query made with `query(body:)`: one object of bindings each, in the order found.
  public func answers(_ input: RegoInput, in context: RegoContext) throws(RegoError) -> [JSONObject] {
    let machine = try run(input, context)
    return machine.answers.map { answer in
      JSONObject(zip(variables, answer.elements).map { (key: $0, value: machine.force($1).json) })
    }
  }

  private func run(_ input: RegoInput, _ context: RegoContext) throws(RegoError) -> Machine {
    let machine = context.machine(for: code)
    machine.begin(input: input, now: context.now ?? Timestamp.now())
    machine.evaluate(entry, registers: registers)
    if context.recordsPrints { context.prints = machine.printed }
    if let failure = machine.failure { throw RegoError(failure, sources: sources) }
    return machine
  }
}
