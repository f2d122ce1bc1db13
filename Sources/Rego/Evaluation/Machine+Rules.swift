extension Machine {
  /// The value of a group, evaluated at most once in a world; undefined also when evaluation failed.
  func groupValue(_ index: Int32) -> Value {
    // SAFETY: one memo slot was allocated for every group.
    let slot = unsafe ruleMemo + Int(index)
    if unsafe slot.pointee.stamp == stamp { return unsafe slot.pointee.value }
    guard tick() else { return .undefined }
    let group = code.program.groups[Int(index)]
    let value: Value
    if isPatched {
      value = replacement(for: group) ?? patched(evaluate(group), group)
    } else {
      value = evaluate(group)
    }
    guard !hasFailed else { return .undefined }
    unsafe slot.pointee = Memo(stamp: stamp, value: value)
    return value
  }

  private func evaluate(_ group: GroupPlan) -> Value {
    switch group.kind {
    case .complete: return unsafe evaluateComplete(group, arguments: nil)
    case .function: return .undefined
    case .set, .object:
      let collector = pushCollector()
      defer { popCollector() }
      forEachCandidate(group) { rule in
        guard let entry = rule.entries.first else { return true }
        guard let frame = unsafe push(rule.registers) else { return false }
        defer { pop(rule.registers) }
        return unsafe run(entry, frame) != .failed
      }
      guard !hasFailed else { return .undefined }
      if group.kind == .set { return collector.set(in: arena) }
      return group.isNested ? nested(group, collector) : collector.object(in: arena)
    }
  }

  private func nested(_ group: GroupPlan, _ collector: Collector) -> Value {
    var rows = collector.rows
    let tree = code.program.tree
    for other in tree.groups(below: group.node) where code.program.groups[other].node != group.node {
      let plan = code.program.groups[other]
      guard plan.kind != .function else { continue }
      let value = groupValue(Int32(other))
      guard value.isDefined else { continue }
      let keys = plan.path.dropFirst(group.path.count).map { arena.string($0) }
      if value.has(.set) {
        for index in 0..<value.table.count {
          rows.append(.init(keys: keys, value: value.table.key(index), isElement: true))
        }
      } else {
        rows.append(.init(keys: keys, value: value, isElement: false))
      }
    }
    if hasFailed { return .undefined }
    if rows.isEmpty { return arena.object([]) }
    if let value = NestedRows(arena: arena).build(rows) { return value }
    fail(.conflict, "object keys must be unique: two rules of data.\(group.path.joined(separator: ".")) disagree",
      group.rules.first?.location ?? .none)
    return .undefined
  }

  /// Calls `body` with the rules that can hold, in source order, until it returns false.
  @inline(__always)
  private func forEachCandidate(_ group: GroupPlan, _ body: (RulePlan) -> Bool) {
    if let index = group.index {
      for candidate in index.candidates(inputValue(index.path)) where !body(group.rules[Int(candidate)]) { return }
    } else {
      for rule in group.rules where !body(rule) { return }
    }
  }

  /// A complete rule or a function: all rules that hold must agree.
  private func evaluateComplete(_ group: GroupPlan, arguments: UnsafeMutablePointer<Value>?) -> Value {
    let saved = pending
    defer { pending = saved }
    var result = Value.undefined
    forEachCandidate(group) { rule in
      let value = unsafe self.value(of: rule, group.arity, arguments)
      if hasFailed { return false }
      guard value.isDefined else { return true }
      if result.isDefined, !result.isEqual(value) {
        fail(
          .conflict,
          group.kind == .function
            ? "functions must not produce multiple outputs for same inputs" : Machine.conflictMessage, rule.location)
        return false
      }
      result = value
      return !group.isUniform
    }
    if !result.isDefined, !hasFailed, let fallback = group.fallback {
      result = unsafe self.value(of: fallback, group.arity, arguments)
    }
    return hasFailed ? .undefined : result
  }

  private func value(of rule: RulePlan, _ arity: Int, _ arguments: UnsafeMutablePointer<Value>?) -> Value {
    guard let frame = unsafe push(rule.registers) else { return .undefined }
    defer { pop(rule.registers) }
    if let arguments = unsafe arguments {
      // SAFETY: a rule has at least as many registers as its group has arguments.
      for index in 0..<arity { unsafe frame[index] = arguments[index] }
    }
    for entry in rule.entries {
      pending = .undefined
      if unsafe run(entry, frame) == .failed { return .undefined }
      if pending.isDefined { return pending }
    }
    return .undefined
  }

  // MARK: - Calls

  func call(group index: Int32, _ first: Int32, _ frame: UnsafeMutablePointer<Value>) -> Value {
    guard tick() else { return .undefined }
    let group = code.program.groups[Int(index)]
    guard let arguments = unsafe pushArguments(first, group.arity, frame) else { return .undefined }
    defer { pop(Int32(group.arity)) }
    if hasMocks, let mock = world.mocks[.group(index)] { return unsafe call(mock, arguments, group.arity) }
    if isPatched, isReplaced(group.path) { return replacement(for: group) ?? .undefined }
    return unsafe evaluateComplete(group, arguments: arguments)
  }

  func call(
    builtin index: Int32, _ first: Int32, _ count: Int32, _ frame: UnsafeMutablePointer<Value>
  ) -> Value {
    guard tick() else { return .undefined }
    guard let arguments = unsafe pushArguments(first, Int(count), frame) else { return .undefined }
    defer { pop(count) }
    if hasMocks, let mock = world.mocks[.builtin(index)] { return unsafe call(mock, arguments, Int(count)) }
    return unsafe invoke(builtin: index, arguments, Int(count))
  }

  private func pushArguments(
    _ first: Int32, _ count: Int, _ frame: UnsafeMutablePointer<Value>
  ) -> UnsafeMutablePointer<Value>? {
    guard let arguments = unsafe push(Int32(count)) else { return nil }
    // SAFETY: the operand table has `count` entries from `first`, the pushed frame has `count` registers.
    for index in 0..<count { unsafe arguments[index] = force(read(operands[Int(first) + index], frame)) }
    return unsafe arguments
  }

  private func invoke(builtin index: Int32, _ arguments: UnsafeMutablePointer<Value>, _ count: Int) -> Value {
    let builtin = BuiltinTable.standard.entries[Int(index)]
    do throws(BuiltinError) {
      return try unsafe builtin.body(Arguments(base: UnsafePointer(arguments), count: count, machine: self))
    } catch {
      if isStrict || error.isFatal { fail(error.code, builtin.name + ": " + error.message) }
      return .undefined
    }
  }

  /// A function that `with` replaced: the mock itself is called without its own replacement.
  private func call(_ mock: World.Mock, _ arguments: UnsafeMutablePointer<Value>, _ count: Int) -> Value {
    switch mock {
    case .value(let value): return value
    case .function(.builtin(let index)): return unsafe invoke(builtin: index, arguments, count)
    case .function(.group(let index)):
      let group = code.program.groups[Int(index)]
      return group.arity == count ? unsafe evaluateComplete(group, arguments: arguments) : .undefined
    }
  }
}
