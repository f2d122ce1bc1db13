extension Machine {
  /// Runs the block that starts at `start`.
  func run(_ start: Int32, _ frame: UnsafeMutablePointer<Value>) -> Outcome {
    unsafe run(from: operations + Int(start), frame)
  }

  @inline(__always)
  func read(_ operand: Int32, _ frame: UnsafeMutablePointer<Value>) -> Value {
    // SAFETY: the planner numbers registers and constants itself; frames and constants have room for all of them.
    unsafe (operand >= 0 ? frame : constants)[Int(operand)]
  }

  func run(from first: UnsafeMutablePointer<Operation>, _ frame: UnsafeMutablePointer<Value>) -> Outcome {
    guard descend() else { return .failed }
    defer { ascend() }
    var next = unsafe first
    // SAFETY: blocks end with an operation that returns, so `next` never leaves the code; see also `read`.
    while true {
      let step = unsafe next.pointee
      switch step.code {
      case .fail: return .exhausted
      case .copy: unsafe frame[Int(step.d)] = unsafe read(step.a, frame)
      case .input:
        guard input.isDefined else { return .exhausted }
        unsafe frame[Int(step.d)] = input
      case .inputPath:
        let value = inputValue(step.a)
        guard value.isDefined else { return .exhausted }
        unsafe frame[Int(step.d)] = value
      case .base:
        let value = baseValue(step.a)
        guard value.isDefined else { return .exhausted }
        unsafe frame[Int(step.d)] = value
      case .index:
        let base = unsafe read(step.a, frame)
        let key = unsafe read(step.b, frame)
        let value = base.has(.virtual) ? virtualMember(base, key) : base.member(key)
        guard value.isDefined else { return unsafe leave(next) }
        unsafe frame[Int(step.d)] = value
      case .scan: return unsafe scan(next, frame)
      case .rule:
        let value = groupValue(step.a)
        guard value.isDefined else { return unsafe leave(next) }
        unsafe frame[Int(step.d)] = value
      case .function:
        let value = unsafe call(group: step.a, step.b, frame)
        guard value.isDefined else { return unsafe leave(next) }
        unsafe frame[Int(step.d)] = value
      case .builtin:
        let value = unsafe call(builtin: step.a, step.b, step.c, frame)
        guard value.isDefined else { return unsafe leave(next) }
        unsafe frame[Int(step.d)] = value
      case .tree: unsafe frame[Int(step.d)] = Value(tag: .virtual, payload: UInt64(step.a))
      case .force:
        let value = force(unsafe read(step.a, frame))
        guard value.isDefined else { return unsafe leave(next) }
        unsafe frame[Int(step.d)] = value
      case .equal:
        guard unsafe read(step.a, frame).isEqual(read(step.b, frame)) else { return .exhausted }
      case .notEqual:
        guard unsafe !read(step.a, frame).isEqual(read(step.b, frame)) else { return .exhausted }
      case .less:
        guard unsafe read(step.a, frame).compare(read(step.b, frame)) < 0 else { return .exhausted }
      case .lessOrEqual:
        guard unsafe read(step.a, frame).compare(read(step.b, frame)) <= 0 else { return .exhausted }
      case .greater:
        guard unsafe read(step.a, frame).compare(read(step.b, frame)) > 0 else { return .exhausted }
      case .greaterOrEqual:
        guard unsafe read(step.a, frame).compare(read(step.b, frame)) >= 0 else { return .exhausted }
      case .member:
        guard unsafe read(step.b, frame).holds(read(step.a, frame)) else { return .exhausted }
      case .truthy:
        guard unsafe read(step.a, frame).isTruthy else { return .exhausted }
      case .isArray:
        let value = unsafe read(step.a, frame)
        guard value.has(.array), value.elements.count == Int(step.b) else { return .exhausted }
      case .isObject:
        let value = unsafe read(step.a, frame)
        guard value.has(.object), value.table.count == Int(step.b) else { return .exhausted }
      case .makeArray, .makeSet, .makeObject:
        guard tick() else { return .failed }
        unsafe frame[Int(step.d)] = unsafe make(step, frame)
      case .negate:
        let outcome = unsafe run(step.c, frame)
        guard outcome == .exhausted else { return outcome == .failed ? .failed : .exhausted }
      case .collectArray, .collectSet, .collectObject:
        guard let value = unsafe collect(step, frame) else { return unsafe leave(next) }
        unsafe frame[Int(step.d)] = value
      case .every:
        let outcome = unsafe every(step, frame)
        guard outcome == .stop else { return outcome }
      case .either:
        let outcome = unsafe either(step, frame)
        guard outcome == .stop else { return outcome }
      case .with: return unsafe runWith(next, frame)
      case .endWith: return unsafe runEndWith(next, frame)
      case .print:
        guard unsafe print(step, frame) else { return .failed }
      case .optional: unsafe frame[Int(step.d)] = unsafe optional(step.c, frame)
      case .cover: unsafe trace?.reach(step.a, frame: offset(frame))
      case .enter: unsafe traceEntry(step, frame)
      case .leave: unsafe traceSolution(step, frame)
      default: return unsafe finish(next, frame)
      }
      unsafe next += 1
    }
  }

  /// After an operation without a value: undefined, or failed at this place.
  @inline(__always)
  private func leave(_ operation: UnsafeMutablePointer<Operation>) -> Outcome {
    guard hasFailed else { return .exhausted }
    unsafe locate(operation)
    return .failed
  }

  /// The operations that end a block.
  private func finish(_ operation: UnsafeMutablePointer<Operation>, _ frame: UnsafeMutablePointer<Value>) -> Outcome {
    let step = unsafe operation.pointee
    switch step.code {
    case .found: return .stop
    case .append:
      guard tick() else { return .failed }
      collector.append(unsafe read(step.a, frame))
      return .exhausted
    case .insert:
      guard tick() else { return .failed }
      collector.insert(unsafe read(step.a, frame))
      return .exhausted
    case .put: return unsafe put(operation, frame)
    case .result:
      let value = unsafe read(step.a, frame)
      if !pending.isDefined {
        pending = value
        return step.b == 1 ? .stop : .exhausted
      }
      if pending.isEqual(value) { return .exhausted }
      fail(.conflict, step.c == 1 ? Machine.functionConflictMessage : Machine.conflictMessage)
      return unsafe leave(operation)
    case .answer:
      answers.append(arena.array(count: Int(step.c)) { index in unsafe read(operands[Int(step.b) + index], frame) })
      return tick() ? .exhausted : .failed
    default: return .exhausted
    }
  }

  static let conflictMessage =
    "complete rules must not produce multiple outputs: make the conditions exclude each other"

  static let functionConflictMessage =
    "functions must not produce multiple outputs for same inputs: make the conditions exclude each other"

  private func put(_ operation: UnsafeMutablePointer<Operation>, _ frame: UnsafeMutablePointer<Value>) -> Outcome {
    let step = unsafe operation.pointee
    guard tick() else { return .failed }
    let value = unsafe read(step.c, frame)
    if step.d == 0 {
      if unsafe collector.put(read(operands[Int(step.a)], frame), value) { return .exhausted }
      fail(.conflict, "object keys must be unique: two values were produced for one key")
      return unsafe leave(operation)
    }
    var keys: [Value] = []
    for index in 0..<Int(step.b) { keys.append(unsafe read(operands[Int(step.a) + index], frame)) }
    collector.append(row: .init(keys: keys, value: value, isElement: step.d & 1 != 0))
    return .exhausted
  }
}
