public import Basics

/// A query whose input is known in part only. Made once for a policy; shared by all threads.
public struct PartialQuery: Sendable {
  let policy: CompiledPolicy
  let unknowns: UnknownPaths
  /// Groups of rules that depend on what is unknown.
  let dependents: Set<Int>
  let body: Body

  init(_ policy: CompiledPolicy, query: String, unknowns: [String]) throws(RegoError) {
    self.policy = policy
    do throws(SourceFault) {
      self.unknowns = try UnknownPaths(unknowns)
      dependents = self.unknowns.dependents(policy.builder)
      let parsed = try Parser.query(Array(query.utf8), file: -1, dialect: Dialect(.v1))
      body = try QueryCheck(parsed, modules: policy.builder).body
    } catch {
      throw RegoError(error, sources: policy.code.program.sources)
    }
  }

  /// What must still hold, given what is known of the input. Synchronous.
  ///
  /// - Parameter keepsNondeterministic: Leave calls such as `time.now_ns` to whoever evaluates the rest.
  /// - Throws: As evaluation does; `eval_step_limit_error`, `eval_depth_limit_error` and `eval_size_limit_error` if the
  ///   rest would be too large.
  public func evaluate(
    _ input: RegoInput, in context: RegoContext, keepsNondeterministic: Bool = false
  ) throws(RegoError) -> PartialResult {
    let machine = context.machine(for: policy.code)
    machine.begin(input: input, now: context.now ?? Timestamp.now())
    let evaluator = PartialEvaluator(self, machine)
    evaluator.keepsNondeterministic = keepsNondeterministic
    return PartialResult(branches: try evaluator.branches(body, PartialState()), query: self)
  }
}

extension CompiledPolicy {
  /// Prepares a query for inputs of which parts are unknown.
  ///
  /// - Parameter unknowns: `input`, or paths below it such as `input.tool`.
  public func partialQuery(_ query: String, unknowns: [String] = ["input"]) throws(RegoError) -> PartialQuery {
    try PartialQuery(self, query: query, unknowns: unknowns)
  }

  /// The `result` that `POST /v1/compile` answers with: `queries`, each a list of expressions one of which lists must
  /// hold as a whole, and the `support` modules they refer to. No `queries` means never, an empty list among them always.
  ///
  /// Conditions may refer to rules of this policy where these could not be followed into.
  ///
  /// - Parameters:
  ///   - query: Such as `data.authz.allow == true`.
  ///   - input: What is known of the input; nil if nothing is.
  ///   - unknowns: `input`, or paths below it.
  public func compile(
    query: String, input: JSONValue?, unknowns: [String], in context: RegoContext
  ) throws(RegoError) -> JSONValue {
    let known = input.map { RegoInput($0) } ?? RegoInput()
    return try partialQuery(query, unknowns: unknowns.isEmpty ? ["input"] : unknowns)
      .evaluate(known, in: context, keepsNondeterministic: true).json
  }
}
