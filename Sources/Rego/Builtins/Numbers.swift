/// Rounding and ranges.
extension Builtins {
  static let numbers: [Builtin] = [
    Builtin("abs", 1) { call throws(BuiltinError) in
      let value = try call.number(0)
      return value.compare(.integer(0)) < 0 ? Arithmetic.apply(.subtract, .integer(0), value, in: call.arena) : value
    },
    Builtin("ceil", 1) { call throws(BuiltinError) in try rounded(call, .up) },
    Builtin("floor", 1) { call throws(BuiltinError) in try rounded(call, .down) },
    Builtin("round", 1) { call throws(BuiltinError) in try rounded(call, .toNearestOrAwayFromZero) },
    Builtin("numbers.range", 2) { call throws(BuiltinError) in try range(call, step: 1) },
    Builtin("numbers.range_step", 3) { call throws(BuiltinError) in
      let step = try call.integer(2)
      guard step > 0 else { throw .failed("step must be a positive integer") }
      return try range(call, step: step)
    },
    Builtin("rand.intn", 2, isNondeterministic: true) { call throws(BuiltinError) in
      let limit = try call.integer(1)
      let key = "rand.intn:\(limit):" + (try call.string(0))
      if let known = call.machine.cache.perDecision[key] { return known }
      let bound = Int64(clamping: limit.magnitude)
      let value = Value.integer(bound == 0 ? 0 : Int64.random(in: 0..<bound))
      call.machine.cache.perDecision[key] = value
      return value
    },
  ]

  private static func rounded(_ call: Arguments, _ rule: FloatingPointRoundingRule) throws(BuiltinError) -> Value {
    let value = try call.number(0)
    if value.has(.integer) { return value }
    return call.arena.number((value.doubleValue ?? 0).rounded(rule))
  }

  private static func range(_ call: Arguments, step: Int64) throws(BuiltinError) -> Value {
    let first = try call.integer(0)
    let last = try call.integer(1)
    let count = Int(clamping: first.distance(to: last).magnitude / UInt(step.magnitude)) + 1
    let (size, overflow) = count.multipliedReportingOverflow(by: 16)
    try call.reserve(overflow ? .max : size)
    let signed = last >= first ? step : -step
    return call.arena.array(count: count) { .integer(first + Int64($0) * signed) }
  }
}
