/// `bits.*` on whole numbers of any size, in two's complement.
extension Builtins {
  static let bits: [Builtin] = [
    Builtin("bits.and", 2) { call throws(BuiltinError) in try bitwise(call, &, &) },
    Builtin("bits.or", 2) { call throws(BuiltinError) in try bitwise(call, |, |) },
    Builtin("bits.xor", 2) { call throws(BuiltinError) in try bitwise(call, ^, ^) },
    Builtin("bits.negate", 1) { call throws(BuiltinError) in try call.arena.number(~(try call.bigInteger(0))) },
    Builtin("bits.lsh", 2) { call throws(BuiltinError) in
      let value = try call.bigInteger(0)
      let places = try shift(call)
      if value.isZero { return .integer(0) }
      guard places <= BigInteger.bitLimit else { throw .hugeNumber }
      return try call.arena.number(value << places)
    },
    Builtin("bits.rsh", 2) { call throws(BuiltinError) in
      let value = try call.bigInteger(0)
      return try call.arena.number(value >> min(try shift(call), BigInteger.bitLimit * 2))
    },
  ]

  private static func bitwise(
    _ call: Arguments, _ small: (Int64, Int64) -> Int64, _ wide: (UInt32, UInt32) -> UInt32
  ) throws(BuiltinError) -> Value {
    if let left = call[0].integerValue, let right = call[1].integerValue { return .integer(small(left, right)) }
    return try call.arena.number(BigInteger.bitwise(try call.bigInteger(0), try call.bigInteger(1), wide))
  }

  private static func shift(_ call: Arguments) throws(BuiltinError) -> Int {
    let places = try call.bigInteger(1)
    if places.isNegative { throw .operand(2, "must be an unsigned integer number but got a negative integer") }
    return places.int64.map { Int($0) } ?? .max
  }
}
