/// Collects what the planners of single rules produce: code, constants, paths.
final class ProgramBuilder {
  var program = Program()
  let arena: Arena
  let functions: FunctionTable
  let groups: [RuleGroup]
  let builtins = BuiltinTable.standard
  let data: Value
  /// Whether the code that is made reports what it reaches.
  let isTraced: Bool
  private var constantOperands: [ValueKey: Int32] = [:]
  private var inputPathIndices: [String: Int32] = [:]
  private var basePathIndices: [[String]: Int32] = [:]

  init(
    arena: Arena, tree: RuleTree, groups: [RuleGroup], functions: FunctionTable, data: Value, isTraced: Bool = false
  ) {
    self.arena = arena
    self.isTraced = isTraced
    self.groups = groups
    self.data = data
    program.tree = tree
    self.functions = functions
    for node in tree.nodes { program.nodeKeys.append(arena.string(node.path.last ?? "data")) }
  }

  /// Goes on where compiling the modules ended, to plan a query.
  init(extending modules: CompiledModules, arena: Arena) {
    self.arena = arena
    groups = modules.groups
    data = modules.data
    isTraced = false
    program = modules.program
    functions = FunctionTable(modules.groups)
  }

  // MARK: - Constants

  /// The operand that stands for a constant. Decimals keep their own text, so they are not shared.
  func constant(_ value: Value) -> Int32 {
    let key = ValueKey(value: value)
    if !value.has(.decimal), let known = constantOperands[key] { return known }
    program.constants.append(value)
    let operand = -Int32(program.constants.count)
    if !value.has(.decimal) { constantOperands[key] = operand }
    return operand
  }

  func constant(_ text: String) -> Int32 { constant(arena.string(text)) }

  func operands(_ list: [Int32]) -> Int32 {
    let start = Int32(program.operands.count)
    program.operands.append(contentsOf: list)
    return start
  }

  /// The value of a term in which nothing is left to compute.
  func fold(_ term: Term) -> Value? {
    switch term.kind {
    case .null: return .null
    case .boolean(let value): return .boolean(value)
    case .number(let text): return arena.number(text)
    case .string(let text): return arena.string(text)
    case .array(let terms):
      guard let values = fold(terms) else { return nil }
      return arena.array(values)
    case .set(let terms):
      guard let values = fold(terms) else { return nil }
      return arena.set(values)
    case .object(let members):
      var pairs: [(key: Value, value: Value)] = []
      for member in members {
        guard let key = fold(member.key), let value = fold(member.value) else { return nil }
        pairs.append((key, value))
      }
      return arena.object(pairs)
    default: return nil
    }
  }

  private func fold(_ terms: [Term]) -> [Value]? {
    var values: [Value] = []
    for term in terms {
      guard let value = fold(term) else { return nil }
      values.append(value)
    }
    return values
  }

  // MARK: - Paths

  func inputPath(_ keys: [Value]) -> Int32 {
    let name = keys.map { "\($0.rawTag):" + $0.description }.joined(separator: "/")
    if let known = inputPathIndices[name] { return known }
    let index = Int32(program.inputPaths.count)
    program.inputPaths.append(keys)
    inputPathIndices[name] = index
    return index
  }

  func basePath(_ path: [String]) -> Int32 {
    if let known = basePathIndices[path] { return known }
    let keys = path.map { arena.string($0) }
    var value = data
    for key in keys where value.isDefined { value = value.documentMember(key) }
    let index = Int32(program.basePaths.count)
    program.basePaths.append(BasePath(path: path, keys: keys, value: value))
    basePathIndices[path] = index
    return index
  }

  // MARK: - Calls

  func callee(_ callee: Callee) -> CalleeID? {
    functions.find(callee)
  }

  func arity(_ id: CalleeID) -> Int {
    switch id {
    case .builtin(let index): builtins.entries[Int(index)].arity
    case .group(let index): groups[Int(index)].arity
    }
  }

  // MARK: - Code

  /// Appends a finished block; returns where it starts.
  func append(_ block: [(Operation, Location)]) -> Int32 {
    let start = Int32(program.operations.count)
    for (operation, location) in block {
      program.operations.append(operation)
      program.locations.append(location)
    }
    return start
  }
}
