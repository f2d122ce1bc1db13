/// `bits.*` on whole numbers.
extension Builtins {
  static let bits: [Builtin] = [
    Builtin("bits.and", 2) { call throws(BuiltinError) in .integer(try call.integer(0) & (try call.integer(1))) },
    Builtin("bits.or", 2) { call throws(BuiltinError) in .integer(try call.integer(0) | (try call.integer(1))) },
    Builtin("bits.xor", 2) { call throws(BuiltinError) in .integer(try call.integer(0) ^ (try call.integer(1))) },
    Builtin("bits.negate", 1) { call throws(BuiltinError) in .integer(~(try call.integer(0))) },
    Builtin("bits.lsh", 2) { call throws(BuiltinError) in
      let value = try call.integer(0)
      let places = try call.integer(1)
      guard places >= 0 else { throw .operand(2, "must be an unsigned integer number but got a negative integer") }
      guard places < 64, (value << places) >> places == value else { throw .failed("result does not fit") }
      return .integer(value << places)
    },
    Builtin("bits.rsh", 2) { call throws(BuiltinError) in
      let places = try call.integer(1)
      guard places >= 0 else { throw .operand(2, "must be an unsigned integer number but got a negative integer") }
      return .integer(try call.integer(0) >> min(places, 63))
    },
  ]
}
