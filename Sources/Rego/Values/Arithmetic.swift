/// Arithmetic on numbers: 64-bit integers as long as they do, then arbitrary precision.
enum Arithmetic {
  enum Operation { case add, subtract, multiply }

  static func apply(_ operation: Operation, _ left: Value, _ right: Value, in arena: Arena) -> Value {
    if let a = left.integerValue, let b = right.integerValue {
      let (result, overflow) =
        switch operation {
        case .add: a.addingReportingOverflow(b)
        case .subtract: a.subtractingReportingOverflow(b)
        case .multiply: a.multipliedReportingOverflow(by: b)
        }
      if !overflow { return .integer(result) }
    }
    let a = left.doubleValue ?? 0
    let b = right.doubleValue ?? 0
    switch operation {
    case .add: return arena.number(a + b)
    case .subtract: return arena.number(a - b)
    case .multiply: return arena.number(a * b)
    }
  }

  static func divide(_ left: Value, _ right: Value, in arena: Arena) -> Value? {
    if let a = left.integerValue, let b = right.integerValue, b != 0 {
      let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b == -1 ? 1 : b)
      if b == -1 { return apply(.multiply, left, .integer(-1), in: arena) }
      if remainder == 0 { return .integer(quotient) }
    }
    guard let a = left.doubleValue, let b = right.doubleValue, b != 0 else { return nil }
    return arena.number(a / b)
  }
}

extension Arena {
  /// The shortest text that reads back as this double; whole numbers without a point.
  func number(_ value: Double) -> Value {
    if let integer = Int64(exactly: value) { return .integer(integer) }
    guard value.isFinite else { return .undefined }
    var text = value.description
    if text.hasSuffix(".0") { text.removeLast(2) }
    return number(text)
  }
}
