/// A linked program as the machine reads it: flat memory, no ownership to count, shared by all threads.
///
/// Reference counts of objects that threads share are what keeps engines from scaling, so nothing that is read for every
/// decision is an array or an object here.
@safe final class Code: @unchecked Sendable {
  // SAFETY (Sendable): written in `init` only, read afterwards; the values live in `arena` and in `base`, which this
  // object keeps.
  let program: Program
  let arena: Arena
  /// The code that this one extends, whose arena holds most of the constants.
  private let base: Code?
  let isStrict: Bool

  let operations: UnsafeMutablePointer<Operation>
  /// One past the last constant, so that operand `-1` is at index -1.
  let constants: UnsafeMutablePointer<Value>
  private let constantStart: UnsafeMutablePointer<Value>
  let operands: UnsafeMutablePointer<Int32>
  let groups: UnsafeMutablePointer<LinkedGroup>
  let rules: UnsafeMutablePointer<LinkedRule>
  /// Entries of rules, candidate lists of indices, keys of input paths, one after the other.
  let entries: UnsafeMutablePointer<Int32>
  let candidates: UnsafeMutablePointer<Int32>
  let lists: UnsafeMutablePointer<LinkedRange>
  let inputPaths: UnsafeMutablePointer<LinkedRange>
  let inputKeys: UnsafeMutablePointer<Value>
  let baseValues: UnsafeMutablePointer<Value>
  let builtins: UnsafeMutablePointer<Builtin>
  private let builtinCount: Int

  /// Whether a string or a collection is a part of the policy or of its data, and stays where it is.
  func owns(_ value: Value) -> Bool { arena.holds(value) || base?.owns(value) == true }

  init(program: Program, arena: Arena, isStrict: Bool, base: Code? = nil) {
    self.program = program
    self.base = base
    self.arena = arena
    self.isStrict = isStrict
    var layout = CodeLayout()
    for group in program.groups { layout.add(group) }
    for path in program.inputPaths { layout.add(inputPath: path) }
    unsafe operations = Code.store(program.operations, padding: Operation(code: .fail))
    unsafe constantStart = Code.store(program.constants.reversed(), padding: .undefined)
    unsafe constants = unsafe constantStart + program.constants.count
    unsafe operands = Code.store(program.operands, padding: 0)
    unsafe groups = Code.store(layout.groups, padding: LinkedGroup())
    unsafe rules = Code.store(layout.rules, padding: LinkedRule())
    unsafe entries = Code.store(layout.entries, padding: 0)
    unsafe candidates = Code.store(layout.candidates, padding: 0)
    unsafe lists = Code.store(layout.lists, padding: LinkedRange())
    unsafe inputPaths = Code.store(layout.inputPaths, padding: LinkedRange())
    unsafe inputKeys = Code.store(layout.inputKeys, padding: .undefined)
    unsafe baseValues = Code.store(program.basePaths.map(\.value), padding: .undefined)
    let table = BuiltinTable.standard.entries
    builtinCount = table.count
    unsafe builtins = .allocate(capacity: table.count)
    for (index, builtin) in table.enumerated() { unsafe (builtins + index).initialize(to: builtin) }
  }

  /// The elements in memory of their own, with one more behind them so that no allocation is empty.
  private static func store<T: BitwiseCopyable>(_ elements: [T], padding: T) -> UnsafeMutablePointer<T> {
    let memory = UnsafeMutablePointer<T>.allocate(capacity: elements.count + 1)
    for (index, element) in elements.enumerated() { unsafe (memory + index).initialize(to: element) }
    unsafe (memory + elements.count).initialize(to: padding)
    return unsafe memory
  }

  deinit {
    unsafe operations.deallocate()
    unsafe constantStart.deallocate()
    unsafe operands.deallocate()
    unsafe groups.deallocate()
    unsafe rules.deallocate()
    unsafe entries.deallocate()
    unsafe candidates.deallocate()
    unsafe lists.deallocate()
    unsafe inputPaths.deallocate()
    unsafe inputKeys.deallocate()
    unsafe baseValues.deallocate()
    unsafe builtins.deinitialize(count: builtinCount)
    unsafe builtins.deallocate()
  }
}

/// A stretch of one of the code's tables.
struct LinkedRange: BitwiseCopyable {
  var start: Int32 = 0
  var count: Int32 = 0
}

/// One rule: its entries, tried in order, and the registers of a frame.
struct LinkedRule: BitwiseCopyable {
  var entries = LinkedRange()
  var registers: Int32 = 0
}

/// A group of rules as the machine reads it.
struct LinkedGroup: BitwiseCopyable {
  var kind = RuleGroup.Kind.complete
  var isUniform = false
  var isNested = false
  var arity: Int32 = 0
  var rules = LinkedRange()
  /// Number of the default rule, or -1.
  var fallback: Int32 = -1
  /// The input path of the index, or -1; its table maps constants to numbers of lists.
  var indexPath: Int32 = -1
  var indexTable = Value.undefined
  var indexLists = LinkedRange()
}

/// Lays the plans of groups out one behind the other.
private struct CodeLayout {
  var groups: [LinkedGroup] = []
  var rules: [LinkedRule] = []
  var entries: [Int32] = []
  var candidates: [Int32] = []
  var lists: [LinkedRange] = []
  var inputPaths: [LinkedRange] = []
  var inputKeys: [Value] = []

  mutating func add(_ plan: GroupPlan) {
    var group = LinkedGroup()
    group.kind = plan.kind
    group.isUniform = plan.isUniform
    group.isNested = plan.isNested
    group.arity = Int32(plan.arity)
    group.rules = LinkedRange(start: Int32(rules.count), count: Int32(plan.rules.count))
    for rule in plan.rules { add(rule) }
    if let fallback = plan.fallback {
      group.fallback = Int32(rules.count)
      add(fallback)
    }
    if let index = plan.index {
      group.indexPath = index.path
      group.indexTable = index.table
      group.indexLists = LinkedRange(start: Int32(lists.count), count: Int32(index.lists.count))
      for list in index.lists {
        lists.append(LinkedRange(start: Int32(candidates.count), count: Int32(list.count)))
        candidates.append(contentsOf: list)
      }
    }
    groups.append(group)
  }

  private mutating func add(_ plan: RulePlan) {
    rules.append(
      LinkedRule(
        entries: LinkedRange(start: Int32(entries.count), count: Int32(plan.entries.count)),
        registers: plan.registers))
    entries.append(contentsOf: plan.entries)
  }

  mutating func add(inputPath keys: [Value]) {
    inputPaths.append(LinkedRange(start: Int32(inputKeys.count), count: Int32(keys.count)))
    inputKeys.append(contentsOf: keys)
  }
}
