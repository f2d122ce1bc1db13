public import Basics

/// How a query got its value: the rules that were tried, in order and nested as they read each other; those that held
/// with the values of their variables, the others with the expression that stopped them.
///
/// A rule that is read again is shown where it was read first, since its value is kept. Rules that the index ruled out
/// without looking at them are not shown.
public struct RegoExplanation: Sendable {
  /// One rule, or one `else` branch, that was tried.
  public struct Step: Sendable {
    /// `data.mcp.authz.allow`
    public var rule: String
    public var place: RegoPlace
    /// The values of its variables, once for each solution; empty if it did not hold.
    public var solutions: [JSONObject]
    /// The expression behind which nothing followed; nil for rules that held or failed before their first one.
    public var stop: (place: RegoPlace, text: String)?
    public var steps: [Step]

    public var holds: Bool { !solutions.isEmpty }
  }

  /// Nil if the query is undefined.
  public let value: JSONValue?
  public let steps: [Step]
  /// Whether more happened than is kept.
  public let isCut: Bool

  init(_ value: JSONValue?, _ trace: Trace, _ policy: CompiledPolicy) {
    self.value = value
    let builder = StepBuilder(trace: trace, policy: policy)
    steps = builder.steps(below: nil)
    isCut = trace.omitted > 0
  }
}

/// Nests the visits of a trace.
private struct StepBuilder {
  let trace: Trace
  let policy: CompiledPolicy
  private let children: [Int?: [Int]]

  init(trace: Trace, policy: CompiledPolicy) {
    self.trace = trace
    self.policy = policy
    children = Dictionary(grouping: trace.visits.indices) { trace.visits[$0].parent }
  }

  func steps(below parent: Int?) -> [RegoExplanation.Step] {
    (children[parent] ?? []).map { index in
      let visit = trace.visits[index]
      let program = policy.code.program
      let entry = program.marks[Int(visit.entry)]
      var stop: (place: RegoPlace, text: String)?
      if visit.solutions.isEmpty, let furthest = visit.furthest {
        let location = program.marks[Int(furthest)].location
        stop = (policy.place(of: location), policy.text(at: location))
      }
      return RegoExplanation.Step(
        rule: "data." + program.groups[Int(entry.group)].path.joined(separator: "."),
        place: policy.place(of: entry.location), solutions: visit.solutions.map(bindings), stop: stop,
        steps: steps(below: index))
    }
  }

  private func bindings(_ solution: Trace.Solution) -> JSONObject {
    let names = policy.code.program.marks[Int(solution.exit)].names
    return JSONObject(zip(names, solution.values).map { (key: $0, value: $1.json) })
  }
}

extension PreparedQuery {
  /// Evaluates the query and tells how its value came about. The policy must be traced (`RegoOptions.isTraced`); of
  /// others only the value is known.
  public func explain(_ input: RegoInput, in context: RegoContext) throws(RegoError) -> RegoExplanation {
    let trace = Trace(marks: code.program.marks)
    let outer = context.trace
    context.trace = trace
    defer { context.trace = outer }
    let value = try evaluate(input, in: context)?.json
    return RegoExplanation(value, trace, policy)
  }
}
