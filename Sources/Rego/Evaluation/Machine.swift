internal import Basics

/// Runs the operations of a program. Not thread-safe: every context has its own.
///
/// Blocks run in continuation style: a scan runs the rest of its block once for each member, so that going back to the
/// next solution is returning from a call, and nothing has to be undone.
@safe final class Machine {
  /// Registers for all frames of an evaluation.
  static let stackCapacity = 64 * 1024
  /// Collections within each other: what bounds everything that walks values. Looked at with the steps, so a value may
  /// be `checkInterval` deeper.
  static let valueDepthLimit: UInt32 = 512
  /// Values that would take more bytes than the limit allows if nothing were shared, counting this many for each part.
  static let bytesPerPart: UInt64 = 16
  /// Steps between two looks at the clock and at the memory used.
  static let checkInterval = 256
  /// Steps that are counted at once.
  static let checkIntervalMax = 1 << 40

  enum Outcome {
    /// No (further) solution: what stands before goes on to its next one.
    case exhausted
    /// Enough: unwind to the start of the block.
    case stop
    /// `failure` is set: unwind everything.
    case failed
  }

  @safe struct Memo: BitwiseCopyable {
    var stamp: UInt64 = 0
    var value = Value.undefined
  }

  let code: Code
  let arena = Arena()
  /// Keeps the caller's input alive as long as a result may point into it.
  private var inputArena: Arena?
  var limits = RegoLimits()
  private(set) var failure: SourceFault?

  // The program's memory, so that the loop needs one load less.
  let operations: UnsafeMutablePointer<Operation>
  let constants: UnsafeMutablePointer<Value>
  let operands: UnsafeMutablePointer<Int32>
  let groups: UnsafeMutablePointer<LinkedGroup>
  let rules: UnsafeMutablePointer<LinkedRule>
  let entries: UnsafeMutablePointer<Int32>
  let builtins: UnsafeMutablePointer<Builtin>
  let ruleMemo: UnsafeMutablePointer<Memo>
  let inputMemo: UnsafeMutablePointer<Memo>
  private let stack: UnsafeMutablePointer<Value>
  private var stackUsed = 0

  var world: World
  /// The input of the current world.
  private(set) var input = Value.undefined
  var stamp: UInt64 = 0
  var nextStamp: UInt64 = 1
  var outerWorlds: [World] = []
  var isPatched = false
  var hasMocks = false

  /// The value of the complete rule, function or query that is being evaluated.
  var pending = Value.undefined
  private var collectors: [Collector] = []
  private var collectorsUsed = 0
  var answers: [Value] = []

  private var steps = 0
  private var stepsToCheck = Machine.checkInterval
  private var depth = 0
  private var deadline: UInt64 = 0
  var now = Timestamp(nanoseconds: 0)
  var recordsPrints = false
  var network: RegoNetworkAccess?
  var printed: [String] = []
  var trace: Trace?
  var cache = BuiltinCache()

  init(code: Code) {
    self.code = code
    unsafe operations = unsafe code.operations
    unsafe constants = unsafe code.constants
    unsafe operands = unsafe code.operands
    unsafe groups = unsafe code.groups
    unsafe rules = unsafe code.rules
    unsafe entries = unsafe code.entries
    unsafe builtins = unsafe code.builtins
    unsafe ruleMemo = .allocate(capacity: code.program.groups.count + 1)
    unsafe ruleMemo.initialize(repeating: Memo(), count: code.program.groups.count + 1)
    unsafe inputMemo = .allocate(capacity: code.program.inputPaths.count + 1)
    unsafe inputMemo.initialize(repeating: Memo(), count: code.program.inputPaths.count + 1)
    unsafe stack = .allocate(capacity: Machine.stackCapacity)
    unsafe stack.initialize(repeating: .undefined, count: Machine.stackCapacity)
    world = World(input: .undefined, data: code.program.data, stamp: 0)
  }

  deinit {
    unsafe ruleMemo.deallocate()
    unsafe inputMemo.deallocate()
    unsafe stack.deallocate()
  }

  // MARK: - One evaluation

  /// Forgets the last evaluation and starts one with this input.
  func begin(input: RegoInput, now: Timestamp) {
    arena.reset()
    inputArena = input.arena
    cache.begin()
    trace?.begin()
    failure = nil
    hasFailed = false
    steps = 0
    stepsToCheck = Machine.checkInterval
    depth = 0
    stackUsed = 0
    collectorsUsed = 0
    outerWorlds.removeAll(keepingCapacity: true)
    printed.removeAll()
    answers.removeAll(keepingCapacity: true)
    pending = .undefined
    self.now = now
    deadline = MonotonicTime.now() &+ limits.nanoseconds
    nextStamp &+= 1
    world.input = input.root
    world.stamp = nextStamp
    enter(world)
  }

  func enter(_ world: World) {
    self.world = world
    stamp = world.stamp
    input = world.input
    isPatched = !world.overrides.isEmpty
    hasMocks = !world.mocks.isEmpty
  }

  /// Runs the query at `entry`: its value is left in `pending`, its answers in `answers`.
  func evaluate(_ entry: Int32, registers: Int32) {
    pending = .undefined
    guard let frame = unsafe push(registers) else { return }
    _ = unsafe run(entry, frame)
    pop(registers)
    pending = force(pending)
  }

  // MARK: - Failing

  private(set) var hasFailed = false

  func fail(_ code: RegoError.Code, _ message: String, _ location: Location = .none) {
    guard !hasFailed else { return }
    hasFailed = true
    failure = SourceFault(code, message, location)
  }

  /// Gives a failure that has no place yet the place of the operation that met it.
  func locate(_ operation: UnsafeMutablePointer<Operation>) {
    guard failure != nil, failure?.location == Location.none else { return }
    let index = unsafe operation - operations
    if index < code.program.locations.count { failure?.location = code.program.locations[index] }
  }

  // MARK: - Limits

  /// Counts one step; false when a limit is reached.
  @inline(__always)
  func tick() -> Bool {
    stepsToCheck &-= 1
    return stepsToCheck > 0 || check()
  }

  /// Counts what a built-in function does in one call, so that it is not cheaper than the same done by rules.
  func tick(_ count: Int) -> Bool {
    stepsToCheck &-= min(count, Machine.checkIntervalMax)
    return stepsToCheck > 0 || check()
  }

  @inline(never)
  private func check() -> Bool {
    steps += Machine.checkInterval - min(stepsToCheck, 0)
    stepsToCheck = Machine.checkInterval
    if steps > limits.steps {
      fail(.stepLimit, "the evaluation took more than \(limits.steps) steps: narrow what the rules iterate over")
    } else if !fits() {
      return false
    } else if MonotonicTime.now() > deadline {
      fail(.timeLimit, "the evaluation took longer than \(limits.nanoseconds / 1_000_000) ms")
    } else {
      return true
    }
    return false
  }

  /// Whether all values made so far are such that a built-in function can walk them.
  @inline(__always)
  func fits() -> Bool {
    arena.used <= limits.bytes && arena.largest <= partsMax && arena.deepest <= Machine.valueDepthLimit || failSize()
  }

  @inline(never)
  private func failSize() -> Bool {
    if arena.used > limits.bytes {
      fail(.sizeLimit, "the evaluation made more than \(limits.bytes) bytes of values: collect less")
    } else if arena.largest > partsMax {
      fail(.sizeLimit, "a value is larger than \(limits.bytes) bytes when written out: collect less")
    } else {
      fail(.depthLimit, "a value is nested more than \(Machine.valueDepthLimit) levels deep: build it flatter")
    }
    return false
  }

  /// Of one value, as `Measure` counts them.
  private var partsMax: UInt64 { UInt64(clamping: limits.bytes) / Machine.bytesPerPart }

  func descend() -> Bool {
    depth += 1
    if depth <= limits.depth { return true }
    fail(.depthLimit, "calls and iterations are nested more than \(limits.depth) deep")
    return false
  }

  func ascend() { depth -= 1 }

  // MARK: - Frames and collectors

  func push(_ registers: Int32) -> UnsafeMutablePointer<Value>? {
    guard stackUsed + Int(registers) <= Machine.stackCapacity else {
      fail(.depthLimit, "the rules call each other too deeply")
      return nil
    }
    let frame = unsafe stack + stackUsed
    stackUsed += Int(registers)
    return unsafe frame
  }

  func pop(_ registers: Int32) { stackUsed -= Int(registers) }

  /// Where a frame lies in the stack.
  func offset(_ frame: UnsafeMutablePointer<Value>) -> Int { unsafe frame - stack }

  func pushCollector() -> Collector {
    if collectorsUsed == collectors.count { collectors.append(Collector()) }
    let collector = collectors[collectorsUsed]
    collectorsUsed += 1
    collector.clear()
    return collector
  }

  func popCollector() { collectorsUsed -= 1 }

  /// The collector of the innermost block; blocks with one always push it first.
  var collector: Collector { collectors[collectorsUsed - 1] }
}
