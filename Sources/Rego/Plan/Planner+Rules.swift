extension Planner {
  /// Plans one rule of a group: a block for its body and one for each `else`.
  static func plan(
    _ rule: ResolvedRule, of group: RuleGroup, builder: ProgramBuilder
  ) throws(SourceFault) -> RulePlan {
    var planner = Planner(builder: builder, location: rule.location)
    planner.registers = Int32(group.arity)
    planner.group = Int32(builder.program.groups.count)
    var entries = [try planner.planEntry(rule, rule.body, at: rule.location) { (planner) throws(SourceFault) in
      try planner.planHead(rule, group)
    }]
    for alternative in rule.alternatives {
      entries.append(try planner.planEntry(rule, alternative.body, at: alternative.location) { (planner) throws(SourceFault) in
        let value = try planner.plan(alternative.value)
        planner.location = alternative.location
        planner.emit(.result, a: value, b: value < 0 ? 1 : 0, c: group.kind == .function ? 1 : 0)
      })
    }
    return RulePlan(
      entries: entries, registers: planner.registers, location: rule.location, name: rule.name)
  }

  private mutating func planEntry(
    _ rule: ResolvedRule, _ body: Body, at location: Location, _ end: (inout Planner) throws(SourceFault) -> Void
  ) throws(SourceFault) -> Int32 {
    try nested { (planner) throws(SourceFault) in
      planner.traceEntry(at: location)
      for (index, argument) in rule.arguments.enumerated() { try planner.match(argument, Int32(index)) }
      try planner.plan(body)
      planner.location = rule.location
      try end(&planner)
      planner.traceSolution(of: rule, body, at: location)
    }
  }

  private mutating func planHead(_ rule: ResolvedRule, _ group: RuleGroup) throws(SourceFault) {
    switch group.kind {
    case .complete, .function:
      let value = try plan(rule.value)
      location = rule.location
      emit(.result, a: value, b: value < 0 ? 1 : 0, c: group.kind == .function ? 1 : 0)
    case .set:
      guard let element = rule.element else { return }
      let value = try plan(element)
      location = rule.location
      emit(.insert, a: value)
    case .object:
      var keys = try plan(all: rule.keys + [rule.element ?? rule.value])
      let value = keys.removeLast()
      location = rule.location
      emit(
        .put, d: !group.isNested ? 0 : rule.element == nil ? 2 : 3, a: builder.operands(keys), b: Int32(keys.count), c: value)
    }
  }

}
