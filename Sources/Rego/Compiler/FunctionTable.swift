/// Every function that can be called, by name: of the policy and built in.
struct FunctionTable {
  /// Numbers of groups by their paths without `data`; complete rules are functions without arguments.
  private var groups: [[String]: Int32] = [:]
  private var arities: [Int32: Int] = [:]

  init(_ groups: [RuleGroup]) {
    for (index, group) in groups.enumerated() where group.kind == .function || group.kind == .complete {
      self.groups[group.path] = Int32(index)
      arities[Int32(index)] = group.arity
    }
  }

  func find(_ callee: Callee) -> CalleeID? {
    if callee.path.first == "data" {
      return groups[Array(callee.path.dropFirst())].map { .group($0) }
    }
    return BuiltinTable.standard.index(of: callee.name).map { .builtin(Int32($0)) }
  }

  func arity(_ id: CalleeID) -> Int {
    switch id {
    case .builtin(let index): BuiltinTable.standard.entries[Int(index)].arity
    case .group(let index): arities[index] ?? 0
    }
  }

  func arity(of callee: Callee) -> Int? { find(callee).map(arity) }
}
