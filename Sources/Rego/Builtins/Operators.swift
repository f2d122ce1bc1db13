/// What the infix operators stand for.
extension Builtins {
  static let operators: [Builtin] = [
    Builtin("plus", 2) { call throws(BuiltinError) in
      try Arithmetic.apply(.add, try call.number(0), try call.number(1), in: call.arena)
    },
    Builtin("minus", 2) { call throws(BuiltinError) in try minus(call) },
    Builtin("mul", 2) { call throws(BuiltinError) in
      try Arithmetic.apply(.multiply, try call.number(0), try call.number(1), in: call.arena)
    },
    Builtin("div", 2) { call throws(BuiltinError) in
      try Arithmetic.divide(try call.number(0), try call.number(1), in: call.arena)
    },
    Builtin("rem", 2) { call throws(BuiltinError) in
      try Arithmetic.remainder(try call.number(0), try call.number(1), in: call.arena)
    },
    Builtin("equal", 2) { call throws(BuiltinError) in .boolean(call[0].isEqual(call[1])) },
    Builtin("eq", 2) { call throws(BuiltinError) in .boolean(call[0].isEqual(call[1])) },
    Builtin("neq", 2) { call throws(BuiltinError) in .boolean(!call[0].isEqual(call[1])) },
    Builtin("lt", 2) { call throws(BuiltinError) in .boolean(call[0].compare(call[1]) < 0) },
    Builtin("lte", 2) { call throws(BuiltinError) in .boolean(call[0].compare(call[1]) <= 0) },
    Builtin("gt", 2) { call throws(BuiltinError) in .boolean(call[0].compare(call[1]) > 0) },
    Builtin("gte", 2) { call throws(BuiltinError) in .boolean(call[0].compare(call[1]) >= 0) },
    Builtin("internal.member_2", 2) { call throws(BuiltinError) in .boolean(call[1].holds(call[0])) },
    Builtin("internal.member_3", 3) { call throws(BuiltinError) in
      if call[2].memberCount == nil { return .no }
      return .boolean(call[2].member(call[0]).isEqual(call[1]))
    },
  ]

  private static func minus(_ call: Arguments) throws(BuiltinError) -> Value {
    if call[0].has(.set), call[1].has(.set) { return difference(call[0], call[1], call.arena) }
    guard call[0].isNumber || call[0].has(.set) else { throw .type(1, "one of {number, set}", call[0]) }
    guard call[0].isNumber else { throw .type(2, "set", call[1]) }
    return try Arithmetic.apply(.subtract, try call.number(0), try call.number(1), in: call.arena)
  }
}
