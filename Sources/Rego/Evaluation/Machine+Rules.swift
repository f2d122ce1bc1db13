extension Machine {
  /// The value of a group, evaluated at most once in a world; undefined also when evaluation failed.
  func groupValue(_ index: Int32) -> Value {
    // SAFETY: one memo slot was allocated for every group.
    let slot = unsafe ruleMemo + Int(index)
    if unsafe slot.pointee.stamp == stamp { return unsafe slot.pointee.value }
    guard tick() else { return .undefined }
    let value = isPatched ? patchedGroup(index) : evaluate(index)
    guard !hasFailed else { return .undefined }
    unsafe slot.pointee = Memo(stamp: stamp, value: value)
    return value
  }

  private func patchedGroup(_ index: Int32) -> Value {
    let plan = code.program.groups[Int(index)]
    return replacement(for: plan) ?? patched(evaluate(index), plan)
  }

  private func evaluate(_ index: Int32) -> Value {
    // SAFETY: group numbers come from the planner, which made one linked group for each.
    let group = unsafe groups + Int(index)
    switch unsafe group.pointee.kind {
    case .complete: return unsafe evaluateComplete(index, group, arguments: nil)
    case .function: return .undefined
    case .set, .object:
      let collector = pushCollector()
      defer { popCollector() }
      unsafe forEachCandidate(group) { rule in
        // SAFETY: every rule has at least one entry.
        let entry = unsafe entries[Int(rule.pointee.entries.start)]
        guard let frame = unsafe push(rule.pointee.registers) else { return false }
        defer { unsafe pop(rule.pointee.registers) }
        return unsafe run(entry, frame) != .failed
      }
      guard !hasFailed else { return .undefined }
      if unsafe group.pointee.kind == .set { return collector.set(in: arena) }
      return unsafe group.pointee.isNested
        ? nested(code.program.groups[Int(index)], collector) : collector.object(in: arena)
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
  private func forEachCandidate(
    _ group: UnsafeMutablePointer<LinkedGroup>, _ body: (UnsafeMutablePointer<LinkedRule>) -> Bool
  ) {
    // SAFETY: ranges of a linked group lie within the tables they point into.
    let first = unsafe rules + Int(group.pointee.rules.start)
    guard unsafe group.pointee.indexPath >= 0 else {
      for number in 0..<Int(unsafe group.pointee.rules.count) {
        guard unsafe body(first + number) else { return }
      }
      return
    }
    let value = unsafe inputValue(group.pointee.indexPath)
    let lists = unsafe group.pointee.indexLists
    let found = value.isDefined ? unsafe group.pointee.indexTable.table[value].integerValue : nil
    let list = unsafe code.lists[Int(lists.start) + Int(found ?? Int64(lists.count - 1))]
    for number in 0..<Int(list.count) {
      guard unsafe body(first + Int(code.candidates[Int(list.start) + number])) else { return }
    }
  }

  /// A complete rule or a function: all rules that hold must agree.
  private func evaluateComplete(
    _ index: Int32, _ group: UnsafeMutablePointer<LinkedGroup>, arguments: UnsafeMutablePointer<Value>?
  ) -> Value {
    let saved = pending
    defer { pending = saved }
    let arity = unsafe Int(group.pointee.arity)
    var result = Value.undefined
    unsafe forEachCandidate(group) { rule in
      let value = unsafe self.value(of: rule, arity, arguments)
      if hasFailed { return false }
      guard value.isDefined else { return true }
      if result.isDefined, !result.isEqual(value) {
        unsafe conflict(in: group.pointee.kind, entries[Int(rule.pointee.entries.start)])
        return false
      }
      result = value
      return unsafe !group.pointee.isUniform
    }
    if !result.isDefined, !hasFailed, unsafe group.pointee.fallback >= 0 {
      result = unsafe self.value(of: rules + Int(group.pointee.fallback), arity, arguments)
    }
    return hasFailed ? .undefined : result
  }

  private func conflict(in kind: RuleGroup.Kind, _ entry: Int32) {
    fail(.conflict, kind == .function ? Machine.functionConflictMessage : Machine.conflictMessage)
    unsafe locate(operations + Int(entry))
  }

  private func value(
    of rule: UnsafeMutablePointer<LinkedRule>, _ arity: Int, _ arguments: UnsafeMutablePointer<Value>?
  ) -> Value {
    let linked = unsafe rule.pointee
    guard let frame = unsafe push(linked.registers) else { return .undefined }
    defer { pop(linked.registers) }
    if let arguments = unsafe arguments {
      // SAFETY: a rule has at least as many registers as its group has arguments.
      for index in 0..<arity { unsafe frame[index] = arguments[index] }
    }
    for number in 0..<Int(linked.entries.count) {
      pending = .undefined
      if unsafe run(entries[Int(linked.entries.start) + number], frame) == .failed { return .undefined }
      if pending.isDefined { return pending }
    }
    return .undefined
  }

  // MARK: - Calls

  func call(group index: Int32, _ first: Int32, _ frame: UnsafeMutablePointer<Value>) -> Value {
    guard tick() else { return .undefined }
    let group = unsafe groups + Int(index)
    let arity = unsafe group.pointee.arity
    guard let arguments = unsafe pushArguments(first, Int(arity), frame) else { return .undefined }
    defer { pop(arity) }
    if hasMocks, let mock = world.mocks[.group(index)] {
      return unsafe call(mock, arguments, Int(arity))
    }
    if isPatched, isReplaced(code.program.groups[Int(index)].path) {
      return replacement(for: code.program.groups[Int(index)]) ?? .undefined
    }
    return unsafe evaluateComplete(index, group, arguments: arguments)
  }

  func call(
    builtin index: Int32, _ first: Int32, _ count: Int32, _ frame: UnsafeMutablePointer<Value>
  ) -> Value {
    guard tick() else { return .undefined }
    guard let arguments = unsafe pushArguments(first, Int(count), frame) else { return .undefined }
    defer { pop(count) }
    if hasMocks, let mock = world.mocks[.builtin(index)] {
      return unsafe call(mock, arguments, Int(count))
    }
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

  func invoke(builtin index: Int32, _ arguments: UnsafeMutablePointer<Value>, _ count: Int) -> Value {
    guard fits() else { return .undefined }
    do throws(BuiltinError) {
      // SAFETY: the planner takes numbers of built-ins from the same table.
      return try unsafe builtins[Int(index)].body(
        Arguments(base: UnsafePointer(arguments), count: count, machine: self))
    } catch {
      if code.isStrict || error.isFatal {
        fail(error.code, unsafe builtins[Int(index)].name + ": " + error.message)
      }
      return .undefined
    }
  }

  /// A function that `with` replaced: the mock itself runs without any mocks.
  private func call(
    _ mock: World.Mock, _ arguments: UnsafeMutablePointer<Value>, _ count: Int
  ) -> Value {
    switch mock {
    case .value(let value): return value
    case .function(.builtin(let index)): return unsafe invoke(builtin: index, arguments, count)
    case .function(.group(let index)):
      let group = unsafe groups + Int(index)
      guard unsafe Int(group.pointee.arity) == count else { return .undefined }
      let outer = world
      nextStamp &+= 1
      let inner = outer.copy(stamp: nextStamp)
      inner.mocks = [:]
      enter(inner)
      defer { enter(outer) }
      return unsafe evaluateComplete(index, group, arguments: arguments)
    }
  }
}
