/// Set algebra.
extension Builtins {
  static let sets: [Builtin] = [
    Builtin("and", 2) { call throws(BuiltinError) in
      _ = (try call.set(0), try call.set(1))
      return intersection(call[0], call[1], call.arena)
    },
    Builtin("or", 2) { call throws(BuiltinError) in
      _ = (try call.set(0), try call.set(1))
      return union([call[0], call[1]], call.arena)
    },
    Builtin("set_diff", 2) { call throws(BuiltinError) in
      _ = (try call.set(0), try call.set(1))
      return difference(call[0], call[1], call.arena)
    },
    Builtin("intersection", 1) { call throws(BuiltinError) in
      let all = try setsOfSet(call)
      guard var result = all.first else { return call.arena.set([]) }
      for other in all.dropFirst() { result = intersection(result, other, call.arena) }
      return result
    },
    Builtin("union", 1) { call throws(BuiltinError) in union(try setsOfSet(call), call.arena) },
  ]

  private static func setsOfSet(_ call: Arguments) throws(BuiltinError) -> [Value] {
    let table = try call.set(0)
    var result: [Value] = []
    for index in 0..<table.count {
      let member = table.key(index)
      guard member.has(.set) else { throw .operand(1, "must be set of sets but got set containing \(member.typeName)") }
      result.append(member)
    }
    return result
  }

  static func intersection(_ left: Value, _ right: Value, _ arena: Arena) -> Value {
    let other = right.table
    return filtered(left, arena) { other.contains($0) }
  }

  static func difference(_ left: Value, _ right: Value, _ arena: Arena) -> Value {
    let other = right.table
    return filtered(left, arena) { !other.contains($0) }
  }

  /// Elements stay in order, so the result needs no sorting.
  private static func filtered(_ set: Value, _ arena: Arena, _ keep: (Value) -> Bool) -> Value {
    let table = set.table
    let kept = (0..<table.count).map(table.key).filter(keep)
    return arena.table(.set, count: kept.count, key: { kept[$0] }, value: { _ in .undefined })
  }

  static func union(_ sets: [Value], _ arena: Arena) -> Value {
    arena.set(sets.flatMap { set in (0..<set.table.count).map(set.table.key) })
  }
}
