/// Counting, summing, ordering.
extension Builtins {
  static let aggregates: [Builtin] = [
    Builtin("count", 1) { call throws(BuiltinError) in
      if let count = call[0].memberCount { return .integer(count) }
      guard call[0].has(.string) else { throw .type(1, "one of {array, object, set, string}", call[0]) }
      return .integer(call[0].text.scalarCount)
    },
    Builtin("sum", 1) { call throws(BuiltinError) in try total(call, .add, from: 0) },
    Builtin("product", 1) { call throws(BuiltinError) in try total(call, .multiply, from: 1) },
    Builtin("max", 1) { call throws(BuiltinError) in
      try call.members(0).max { $0.compare($1) < 0 } ?? .undefined
    },
    Builtin("min", 1) { call throws(BuiltinError) in
      try call.members(0).min { $0.compare($1) < 0 } ?? .undefined
    },
    Builtin("sort", 1) { call throws(BuiltinError) in
      call.arena.array(try call.members(0).sorted { $0.compare($1) < 0 })
    },
    Builtin("all", 1) { call throws(BuiltinError) in
      .boolean(try call.members(0).allSatisfy { $0.booleanValue == true })
    },
    Builtin("any", 1) { call throws(BuiltinError) in
      .boolean(try call.members(0).contains { $0.booleanValue == true })
    },
  ]

  private static func total(
    _ call: Arguments, _ operation: Arithmetic.Operation, from start: Int64
  ) throws(BuiltinError) -> Value {
    var total = Value.integer(start)
    for value in try numbers(call) {
      if !total.has(.integer) { try call.spend(1) }
      total = try Arithmetic.apply(operation, total, value, in: call.arena)
    }
    return total
  }

  private static func numbers(_ call: Arguments) throws(BuiltinError) -> [Value] {
    let members = try call.members(0)
    for member in members where !member.isNumber {
      throw .operand(1, "must be \(call[0].typeName) of numbers but got \(call[0].typeName) containing \(member.typeName)")
    }
    return members
  }
}
