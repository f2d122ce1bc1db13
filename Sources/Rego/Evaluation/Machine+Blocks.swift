extension Machine {
  /// Runs the rest of the block for each member; virtual places are walked without being built.
  func scan(_ operation: UnsafeMutablePointer<Operation>, _ frame: UnsafeMutablePointer<Value>) -> Outcome {
    let step = unsafe operation.pointee
    let base = unsafe read(step.a, frame)
    let rest = unsafe operation + 1
    switch base.tag {
    case .array:
      let elements = base.elements
      for index in 0..<elements.count {
        guard tick() else { return .failed }
        unsafe frame[Int(step.b)] = .integer(index)
        unsafe frame[Int(step.c)] = elements[index]
        let outcome = unsafe run(from: rest, frame)
        if outcome != .exhausted { return outcome }
      }
    case .object, .set:
      let table = base.table
      for index in 0..<table.count {
        guard tick() else { return .failed }
        unsafe frame[Int(step.b)] = table.key(index)
        unsafe frame[Int(step.c)] = table.value(index)
        let outcome = unsafe run(from: rest, frame)
        if outcome != .exhausted { return outcome }
      }
    case .virtual:
      for key in virtualKeys(base) {
        guard tick() else { return .failed }
        let value = virtualMember(base, key)
        if hasFailed { return .failed }
        guard value.isDefined else { continue }
        unsafe frame[Int(step.b)] = key
        unsafe frame[Int(step.c)] = value
        let outcome = unsafe run(from: rest, frame)
        if outcome != .exhausted { return outcome }
      }
    default: break
    }
    return .exhausted
  }

  /// `.stop` if the block has a solution for every member.
  func every(_ step: Operation, _ frame: UnsafeMutablePointer<Value>) -> Outcome {
    let base = force(unsafe read(step.a, frame))
    guard !hasFailed else { return .failed }
    guard let count = base.memberCount else { return .exhausted }
    for index in 0..<count {
      guard tick() else { return .failed }
      if base.has(.array) {
        unsafe frame[Int(step.b)] = .integer(index)
        unsafe frame[Int(step.b) + 1] = base.elements[index]
      } else {
        unsafe frame[Int(step.b)] = base.table.key(index)
        unsafe frame[Int(step.b) + 1] = base.table.value(index)
      }
      let outcome = unsafe run(step.c, frame)
      if outcome != .stop { return outcome }
    }
    return .stop
  }

  func either(_ step: Operation, _ frame: UnsafeMutablePointer<Value>) -> Outcome {
    for index in 0..<Int(step.c) {
      let outcome = unsafe run(operands[Int(step.b) + index], frame)
      if outcome != .exhausted { return outcome }
    }
    return .exhausted
  }

  func collect(_ step: Operation, _ frame: UnsafeMutablePointer<Value>) -> Value? {
    let collector = pushCollector()
    defer { popCollector() }
    guard unsafe run(step.c, frame) != .failed else { return nil }
    switch step.code {
    case .collectArray: return collector.array(in: arena)
    case .collectSet: return collector.set(in: arena)
    default: return collector.object(in: arena)
    }
  }

  func make(_ step: Operation, _ frame: UnsafeMutablePointer<Value>) -> Value {
    let count = Int(step.c)
    let first = Int(step.b)
    if step.code == .makeArray {
      return arena.array(count: count) { unsafe read(operands[first + $0], frame) }
    }
    if step.code == .makeSet {
      let collector = pushCollector()
      defer { popCollector() }
      for index in 0..<count { collector.insert(unsafe read(operands[first + index], frame)) }
      return collector.set(in: arena)
    }
    var members: [(key: Value, value: Value)] = []
    members.reserveCapacity(count / 2)
    for index in 0..<(count / 2) {
      let key = unsafe read(operands[first + index * 2], frame)
      members.append((key, unsafe read(operands[first + index * 2 + 1], frame)))
    }
    return arena.object(members)
  }

  /// The first value a block yields, or the text that stands for undefined.
  func optional(_ entry: Int32, _ frame: UnsafeMutablePointer<Value>) -> Value {
    let collector = pushCollector()
    defer { popCollector() }
    _ = unsafe run(entry, frame)
    return collector.values.first ?? .undefined
  }

  func print(_ step: Operation, _ frame: UnsafeMutablePointer<Value>) -> Bool {
    guard recordsPrints else { return true }
    var parts: [String] = []
    for index in 0..<Int(step.c) {
      let value = unsafe optional(operands[Int(step.b) + index], frame)
      if hasFailed { return false }
      parts.append(value.isDefined ? value.stringValue ?? value.description : "<undefined>")
    }
    printed.append(parts.joined(separator: " "))
    return true
  }
}
