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
      let keys = try keyList(call)
      return pick(table, call.arena) { key in !keys.contains { $0.isEqual(key) } }
    },
    Builtin("object.filter", 2) { call throws(BuiltinError) in
      let table = try call.object(0)
      let keys = try keyList(call)
      return pick(table, call.arena) { key in keys.contains { $0.isEqual(key) } }
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
    case (.object, .object): return .boolean(holds(call[0], call[1]))
    case (.set, .set), (.array, .set): return .boolean(setHolds(call[0], call[1].table))
    case (.array, .array): return .boolean(arrayHolds(call[0].elements, call[1].elements))
    default:
      throw .failed("both arguments object.subset must be of the same type or array and set")
    }
  }

  private static func holds(_ whole: Value, _ part: Value) -> Bool {
    guard part.has(.object), whole.has(.object) else {
      if part.has(.set), whole.has(.set) { return setHolds(whole, part.table) }
      if part.has(.array), whole.has(.array) { return arrayHolds(whole.elements, part.elements) }
      return whole.isEqual(part)
    }
    let table = part.table
    return (0..<table.count).allSatisfy { index in
      let value = whole.member(table.key(index))
      return value.isDefined && holds(value, table.value(index))
    }
  }

  private static func setHolds(_ whole: Value, _ part: TableView) -> Bool {
    (0..<part.count).allSatisfy { whole.holds(part.key($0)) }
  }

  private static func arrayHolds(_ whole: ArrayView, _ part: ArrayView) -> Bool {
    guard part.count <= whole.count else { return false }
    return (0...(whole.count - part.count)).contains { start in
      (0..<part.count).allSatisfy { whole[start + $0].isEqual(part[$0]) }
    }
  }
}
