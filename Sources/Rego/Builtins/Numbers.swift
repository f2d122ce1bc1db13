/// Rounding and ranges.
extension Builtins {
  static let numbers: [Builtin] = [
    Builtin("abs", 1) { call throws(BuiltinError) in
      try Arithmetic.magnitude(try call.number(0), in: call.arena)
    },
    Builtin("ceil", 1) { call throws(BuiltinError) in try Arithmetic.round(try call.number(0), .up, in: call.arena) },
    Builtin("floor", 1) { call throws(BuiltinError) in try Arithmetic.round(try call.number(0), .down, in: call.arena) },
    Builtin("round", 1) { call throws(BuiltinError) in try Arithmetic.round(try call.number(0), .nearest, in: call.arena) },
    Builtin("numbers.range", 2) { call throws(BuiltinError) in try range(call, step: BigInteger(1)) },
    Builtin("numbers.range_step", 3) { call throws(BuiltinError) in
      let step = try call.bigInteger(2)
      guard step.compare(BigInteger(0)) > 0 else { throw .failed("step must be a positive integer") }
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

  /// Most elements of a range.
  static let rangeLimit = 10_000_000

  private static func range(_ call: Arguments, step: BigInteger) throws(BuiltinError) -> Value {
    let first = try call.bigInteger(0)
    let last = try call.bigInteger(1)
    let isDown = last.compare(first) < 0
    let distance = isDown ? first - last : last - first
    let steps = distance.quotientAndRemainder(dividingBy: step).quotient.int64
    guard let steps, steps < rangeLimit else { throw .limit("the range has more than \(rangeLimit) elements") }
    try call.reserve((Int(steps) + 1) * MemoryLayout<Value>.size)
    if let start = first.int64, last.int64 != nil, let width = step.int64 ?? (steps == 0 ? 0 : nil) {
      return call.arena.array(count: Int(steps) + 1) { .integer(start + Int64($0) * (isDown ? -width : width)) }
    }
    var elements: [Value] = []
    var current = first
    for _ in 0...steps {
      elements.append(try call.arena.number(current))
      current = isDown ? current - step : current + step
    }
    return call.arena.array(elements)
  }
}
