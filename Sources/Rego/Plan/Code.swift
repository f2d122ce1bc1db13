/// A linked program as the machine reads it: flat memory, no ownership to count, shared by all threads.
@safe final class Code: @unchecked Sendable {
  // SAFETY (Sendable): written in `init` only, read afterwards; the values live in `arena`, which this object keeps.
  let program: Program
  let arena: Arena
  let operations: UnsafeMutablePointer<Operation>
  /// One past the last constant, so that operand `-1` is at index -1.
  let constants: UnsafeMutablePointer<Value>
  private let constantStart: UnsafeMutablePointer<Value>
  let operands: UnsafeMutablePointer<Int32>

  /// The code that this one extends, whose arena holds most of the constants.
  private let base: Code?

  init(program: Program, arena: Arena, base: Code? = nil) {
    self.program = program
    self.base = base
    self.arena = arena
    unsafe operations = .allocate(capacity: program.operations.count + 1)
    unsafe operations.initialize(repeating: Operation(code: .fail), count: program.operations.count + 1)
    for (index, operation) in program.operations.enumerated() { unsafe operations[index] = operation }
    let count = program.constants.count
    unsafe constantStart = .allocate(capacity: count + 1)
    unsafe constantStart.initialize(repeating: .undefined, count: count + 1)
    unsafe constants = unsafe constantStart + count
    for (index, value) in program.constants.enumerated() { unsafe constants[-1 - index] = value }
    unsafe operands = .allocate(capacity: program.operands.count + 1)
    unsafe operands.initialize(repeating: 0, count: program.operands.count + 1)
    for (index, operand) in program.operands.enumerated() { unsafe operands[index] = operand }
  }

  deinit {
    unsafe operations.deallocate()
    unsafe constantStart.deallocate()
    unsafe operands.deallocate()
  }
}
