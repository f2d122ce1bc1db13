/// `object.*`
extension Builtins {
  static let objects: [Builtin] = [
    Builtin("object.get", 3) { call throws(BuiltinError) in
      _ = try call.object(0)
      guard call[1].has(.array) else {
        let value = call[0].member(call[1])
        return value.isDefined ? value : call[2]
      }
      var value = call[0]
      for key in call[1].elements where value.isDefined { value = value.member(key) }
      return value.isDefined ? value : call[2]
    },
    Builtin("object.keys", 1) { call throws(BuiltinError) in
      let table = try call.object(0)
      return call.arena.table(.set, count: table.count, key: table.key, value: { _ in .undefined })
    },
    Builtin("object.remove", 2) { call throws(BuiltinError) in
      let table = try call.object(0)
      let keys = Set(try keyList(call).map(ValueKey.init))
      return pick(table, call.arena) { !keys.contains(ValueKey(value: $0)) }
    },
    Builtin("object.filter", 2) { call throws(BuiltinError) in
      let table = try call.object(0)
      let keys = Set(try keyList(call).map(ValueKey.init))
      return pick(table, call.arena) { keys.contains(ValueKey(value: $0)) }
    },
    Builtin("object.union", 2) { call throws(BuiltinError) in
      _ = (try call.object(0), try call.object(1))
      return merge(call[0], call[1], call.arena)
    },
    Builtin("object.union_n", 1) { call throws(BuiltinError) in
      var result = call.arena.object([])
      for element in try call.array(0) {
        guard element.has(.object) else {
          throw .operand(1, "must be array of objects but got array containing \(element.typeName)")
        }
        try call.spend(1 + result.table.count / 16)
        result = merge(result, element, call.arena)
      }
      return result
    },
    Builtin("object.subset", 2) { call throws(BuiltinError) in try subset(call) },
  ]

  private static func keyList(_ call: Arguments) throws(BuiltinError) -> [Value] {
    if call[1].has(.object) { return (0..<call[1].table.count).map(call[1].table.key) }
    guard call[1].has(.array) || call[1].has(.set) else {
      throw .type(2, "one of {object, set, array}", call[1])
    }
    return try call.members(1)
  }

  private static func pick(_ table: TableView, _ arena: Arena, _ keep: (Value) -> Bool) -> Value {
    let kept = (0..<table.count).filter { keep(table.key($0)) }
    return arena.table(.object, count: kept.count, key: { table.key(kept[$0]) }, value: { table.value(kept[$0]) })
  }

  /// The right side wins, objects are merged member by member.
  static func merge(_ left: Value, _ right: Value, _ arena: Arena) -> Value {
    guard left.has(.object), right.has(.object) else { return right }
    var members: [(key: Value, value: Value)] = []
    let (a, b) = (left.table, right.table)
    for index in 0..<a.count where b.find(a.key(index)) == nil { members.append((a.key(index), a.value(index))) }
    for index in 0..<b.count {
      let known = a[b.key(index)]
      members.append((b.key(index), known.isDefined ? merge(known, b.value(index), arena) : b.value(index)))
    }
    return arena.object(members)
  }

  private static func subset(_ call: Arguments) throws(BuiltinError) -> Value {
    switch (call[0].tag, call[1].tag) {
    case (.object, .object): return .boolean(try holds(call[0], call[1], call))
    case (.set, .set), (.array, .set): return .boolean(setHolds(call[0], call[1].table))
    case (.array, .array): return .boolean(try arrayHolds(call[0].elements, call[1].elements, call))
    default:
      throw .failed("both arguments object.subset must be of the same type or array and set")
    }
  }

  private static func holds(_ whole: Value, _ part: Value, _ call: Arguments) throws(BuiltinError) -> Bool {
    guard part.has(.object), whole.has(.object) else {
      if part.has(.set), whole.has(.set) { return setHolds(whole, part.table) }
      if part.has(.array), whole.has(.array) { return try arrayHolds(whole.elements, part.elements, call) }
      return whole.isEqual(part)
    }
    let table = part.table
    for index in 0..<table.count {
      let value = whole.member(table.key(index))
      guard value.isDefined, try holds(value, table.value(index), call) else { return false }
    }
    return true
  }

  private static func setHolds(_ whole: Value, _ part: TableView) -> Bool {
    (0..<part.count).allSatisfy { whole.holds(part.key($0)) }
  }

  private static func arrayHolds(
    _ whole: ArrayView, _ part: ArrayView, _ call: Arguments
  ) throws(BuiltinError) -> Bool {
    guard part.count <= whole.count else { return false }
    for start in 0...(whole.count - part.count) {
      let equal = (0..<part.count).prefix { whole[start + $0].isEqual(part[$0]) }.count
      if equal == part.count { return true }
      try call.spend(1 + equal)
    }
    return false
  }
}
