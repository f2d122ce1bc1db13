extension Machine {
  /// Runs the rest of the block in a world with replacements; `endWith` goes back for what stands behind the literal.
  func runWith(_ operation: UnsafeMutablePointer<Operation>, _ frame: UnsafeMutablePointer<Value>) -> Outcome {
    let step = unsafe operation.pointee
    let outer = world
    let inner = unsafe makeWorld(code.program.replacements[Int(step.a)], step, frame)
    outerWorlds.append(outer)
    enter(inner)
    let outcome = unsafe run(from: operation + 1, frame)
    enter(outer)
    outerWorlds.removeLast()
    return outcome
  }

  func runEndWith(_ operation: UnsafeMutablePointer<Operation>, _ frame: UnsafeMutablePointer<Value>) -> Outcome {
    guard let outer = outerWorlds.popLast() else { return .exhausted }
    let inner = world
    enter(outer)
    let outcome = unsafe run(from: operation + 1, frame)
    enter(inner)
    outerWorlds.append(outer)
    return outcome
  }

  private func makeWorld(
    _ replacement: Replacement, _ step: Operation, _ frame: UnsafeMutablePointer<Value>
  ) -> World {
    nextStamp &+= 1
    let inner = world.copy(stamp: nextStamp)
    for (index, target) in replacement.targets.enumerated() {
      let value = force(unsafe read(operands[Int(step.b) + index], frame))
      switch target {
      case .input(let path): inner.input = arena.replacing(inner.input, path[...], with: value)
      case .data(let path, let keys):
        inner.data = arena.replacing(inner.data, keys[...], with: value)
        inner.overrides.append((path, keys))
      case .functionByValue(let id): inner.mocks[id] = .value(value)
      case .functionByFunction(let id, let other): inner.mocks[id] = .function(other)
      }
    }
    return inner
  }
}
