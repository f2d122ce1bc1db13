/// Arithmetic on numbers: 64-bit integers as long as they do, then exact integers of any size, and binary
/// floating-point numbers of 64 bits where there is a fraction.
enum Arithmetic {
  enum Operation { case add, subtract, multiply }

  @inline(__always)
  static func apply(_ operation: Operation, _ left: Value, _ right: Value, in arena: Arena) throws(BuiltinError) -> Value {
    if let a = left.integerValue, let b = right.integerValue {
      let (result, overflow) =
        switch operation {
        case .add: a.addingReportingOverflow(b)
        case .subtract: a.subtractingReportingOverflow(b)
        case .multiply: a.multipliedReportingOverflow(by: b)
        }
      if !overflow { return .integer(result) }
    }
    return try applyWide(operation, left, right, in: arena)
  }

  @inline(never)
  private static func applyWide(
    _ operation: Operation, _ left: Value, _ right: Value, in arena: Arena
  ) throws(BuiltinError) -> Value {
    if let a = left.bigInteger, let b = right.bigInteger {
      switch operation {
      case .add: return try arena.number(a + b)
      case .subtract: return try arena.number(a - b)
      case .multiply: return try arena.number(a * b)
      }
    }
    let (a, b) = (try left.wideFloat(), try right.wideFloat())
    switch operation {
    case .add: return arena.number(a + b)
    case .subtract: return arena.number(a + -b)
    case .multiply: return arena.number(a * b)
    }
  }

  static func divide(_ left: Value, _ right: Value, in arena: Arena) throws(BuiltinError) -> Value {
    if let a = left.integerValue, let b = right.integerValue, b != 0, b != -1 {
      let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
      if remainder == 0 { return .integer(quotient) }
    } else if let a = left.bigInteger, let b = right.bigInteger, !b.isZero {
      let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
      if remainder.isZero { return try arena.number(quotient) }
    }
    let divisor = try right.wideFloat()
    if divisor.isZero { throw .failed("divide by zero") }
    return arena.number(try left.wideFloat() / divisor)
  }

  static func remainder(_ left: Value, _ right: Value, in arena: Arena) throws(BuiltinError) -> Value {
    if let a = left.integerValue, let b = right.integerValue {
      guard b != 0 else { throw .failed("modulo by zero") }
      return .integer(b == -1 ? 0 : a % b)
    }
    guard let a = left.bigInteger, let b = right.bigInteger else { throw .failed("modulo on floating-point number") }
    guard !b.isZero else { throw .failed("modulo by zero") }
    return try arena.number(a.quotientAndRemainder(dividingBy: b).remainder)
  }

  static func magnitude(_ value: Value, in arena: Arena) throws(BuiltinError) -> Value {
    value.compare(.integer(0)) < 0 ? try apply(.subtract, .integer(0), value, in: arena) : value
  }

  enum Rounding { case up, down, nearest }

  /// To a whole number; halves go away from zero.
  static func round(_ value: Value, _ rounding: Rounding, in arena: Arena) throws(BuiltinError) -> Value {
    if value.has(.integer) { return value }
    let decimal = Decimal(value.numberText)
    if decimal.isInteger { return value }
    guard let whole = BigInteger(truncating: decimal) else { throw .hugeNumber }
    let isAway: Bool
    switch rounding {
    case .up: isAway = !decimal.isNegative
    case .down: isAway = decimal.isNegative
    case .nearest: isAway = decimal.exponent >= 0 && decimal.digits[decimal.exponent] >= 5
    }
    guard isAway else { return try arena.number(whole) }
    return try arena.number(whole + BigInteger(decimal.isNegative ? -1 : 1))
  }
}

extension Value {
  /// A number without a fraction; nil for others and for those that are too long to compute with.
  var bigInteger: BigInteger? {
    if let value = integerValue { return BigInteger(value) }
    return has(.decimal) ? BigInteger(Decimal(numberText)) : nil
  }

  func wideFloat() throws(BuiltinError) -> WideFloat {
    guard let value = WideFloat(Decimal(numberText)) else { throw .hugeNumber }
    return value
  }
}

extension Arena {
  func number(_ value: BigInteger) throws(BuiltinError) -> Value {
    if let small = value.int64 { return .integer(small) }
    guard value.magnitude.bitWidth <= BigInteger.bitLimit else { throw .hugeNumber }
    return number(value.text())
  }

  func number(_ value: WideFloat) -> Value { number(value.text) }
}

extension BuiltinError {
  static let hugeNumber = BuiltinError.limit("the number has more than \(BigInteger.digitLimit) digits: round it or scale it down")
}
