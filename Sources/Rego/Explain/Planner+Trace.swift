/// What traced code says of itself; other code is not changed by any of this.
extension Planner {
  func mark(_ kind: Mark.Kind, _ location: Location, names: [String] = []) -> Int32 {
    builder.program.marks.append(Mark(kind: kind, location: location, group: group, depth: depth, names: names))
    return Int32(builder.program.marks.count - 1)
  }

  mutating func traceExpression(_ literal: Literal) {
    guard builder.isTraced, literal.location != .none else { return }
    emit(.cover, a: mark(.expression, literal.location))
  }

  mutating func traceEntry(at location: Location) {
    guard builder.isTraced else { return }
    emit(.enter, a: mark(.entry, location))
  }

  /// Puts the report before the operation that ends the block: when it runs, nothing can fail any more.
  mutating func traceSolution(of rule: ResolvedRule, _ body: Body, at location: Location) {
    guard builder.isTraced else { return }
    var finder = VariableFinder()
    for argument in rule.arguments { finder.visit(argument) }
    for literal in body.literals { finder.visit(literal) }
    let shown = finder.found.filter { !$0.isWildcard && !$0.name.hasPrefix("__") && bindings[$0.id] != nil }
    let variables = shown.sorted { $0.id < $1.id }
    let operands = builder.operands(variables.compactMap { bindings[$0.id] })
    let exit = mark(.exit, location, names: variables.map(\.name))
    insertBeforeEnd(.leave, a: exit, b: operands, c: Int32(variables.count))
  }
}
