/// `walk`, `graph.*`
extension Builtins {
  static let graphs: [Builtin] = [
    Builtin("walk", 1, isRelation: true) { call throws(BuiltinError) in
      var rows: [Value] = []
      try walk(call[0], [], &rows, call)
      return call.arena.array(rows)
    },
    Builtin("graph.reachable", 2) { call throws(BuiltinError) in
      let graph = try call.object(0)
      var reached: [Value] = []
      var seen: Set<ValueKey> = []
      var pending = try call.members(1)
      while let node = pending.popLast() {
        let neighbours = graph[node]
        guard neighbours.isDefined, seen.insert(ValueKey(value: node)).inserted else { continue }
        reached.append(node)
        pending.append(contentsOf: members(neighbours))
      }
      return call.arena.set(reached)
    },
    Builtin("graph.reachable_paths", 2) { call throws(BuiltinError) in
      let graph = try call.object(0)
      var paths: [Value] = []
      for start in try call.members(1) where graph[start].isDefined {
        try collectPaths(graph, [start], &paths, call)
      }
      return call.arena.set(paths)
    },
  ]

  private static func members(_ value: Value) -> [Value] {
    if value.has(.array) { return Array(value.elements) }
    if value.has(.set) { return (0..<value.table.count).map(value.table.key) }
    return []
  }

  private static func walk(
    _ value: Value, _ path: [Value], _ rows: inout [Value], _ call: Arguments
  ) throws(BuiltinError) {
    guard call.machine.tick() else { throw .limit("the walk exceeds the limits") }
    rows.append(call.arena.array([call.arena.array(path), value]))
    if value.has(.array) {
      for (index, element) in value.elements.enumerated() { try walk(element, path + [.integer(index)], &rows, call) }
    } else if value.has(.object) || value.has(.set) {
      let table = value.table
      for index in 0..<table.count { try walk(table.value(index), path + [table.key(index)], &rows, call) }
    }
  }

  /// Every path that ends at a node without new neighbours.
  private static func collectPaths(
    _ graph: TableView, _ start: [Value], _ paths: inout [Value], _ call: Arguments
  ) throws(BuiltinError) {
    var pending = [start]
    while let path = pending.popLast() {
      guard call.machine.tick() else { throw .limit("the paths exceed the limits") }
      guard let node = path.last else { continue }
      let next = members(graph[node]).filter { neighbour in
        graph[neighbour].isDefined && !path.contains { $0.isEqual(neighbour) }
      }
      if next.isEmpty { paths.append(call.arena.array(path)) }
      for neighbour in next { pending.append(path + [neighbour]) }
    }
  }
}
