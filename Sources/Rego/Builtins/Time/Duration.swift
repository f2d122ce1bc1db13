/// Lengths of time as text.
extension TimeLayout {
  private static let units: [String: UInt64] = [
    "ns": 1, "us": 1000, "µs": 1000, "μs": 1000, "ms": 1_000_000, "s": second, "m": 60 * second, "h": 3600 * second,
    "d": 24 * 3600 * second, "w": 7 * 24 * 3600 * second, "y": 365 * 24 * 3600 * second,
  ]
  private static let second: UInt64 = 1_000_000_000

  /// Go's durations: `1h15m30.5s`, units ns, us, ms, s, m, h, and OPA's days, weeks and years of 365 days.
  static func duration(_ text: String) throws(BuiltinError) -> Int64 {
    let quoted = String(decoding: GoQuote.quoted(Array(text.utf8), asciiOnly: false), as: UTF8.self)
    let bad = BuiltinError.failed("time: invalid duration \(quoted)")
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest = rest.dropFirst() }
    if rest == "0" { return 0 }
    if rest.isEmpty { throw bad }
    var total: UInt64 = 0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      guard let number = NumberReader.json(fromGo: String(digits)) else { throw bad }
      let name = rest.prefix { $0 != "." && !($0.isASCII && $0.isNumber) }
      rest = rest.dropFirst(name.count)
      if name.isEmpty { throw .failed("time: missing unit in duration \(quoted)") }
      guard let unit = units[String(name)] else { throw .failed("time: unknown unit \"\(name)\" in duration \(quoted)") }
      var amount = Decimal(number)
      let digitsOfUnit = (BigNatural(decimal: amount.digits) * BigNatural(unit)).decimalDigits
      amount = Decimal(digits: digitsOfUnit, shift: amount.exponent - amount.digits.count)
      guard let nanoseconds = BigInteger(truncating: amount)?.magnitude.uint64 else { throw bad }
      let (sum, overflow) = total.addingReportingOverflow(nanoseconds)
      guard !overflow, sum <= 1 << 63 else { throw bad }
      total = sum
    }
    guard isNegative || total < 1 << 63 else { throw bad }
    return isNegative ? Int64(bitPattern: 0 &- total) : Int64(bitPattern: total)
  }
}
