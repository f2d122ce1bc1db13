/// `units.*`: amounts with SI and binary prefixes.
extension Builtins {
  static let units: [Builtin] = [
    Builtin("units.parse", 1) { call throws(BuiltinError) in
      let amount = try UnitAmount(try call.string(0), missing: "no amount provided")
      let isMilli = amount.unit == "m"
      let unit = amount.unit == "M" ? "m" : amount.unit.prefix(1).lowercased() + amount.unit.dropFirst().lowercased()
      guard isMilli || unit.utf8.count < 3, let factor = isMilli ? 1 : UnitAmount.factor(unit) else {
        throw .failed("unit \(amount.unit) not recognized")
      }
      guard let decimal = amount.decimal else { throw .failed("could not parse amount to a number") }
      return try product(decimal, factor, shift: isMilli ? -3 : 0, call)
    },
    Builtin("units.parse_bytes", 1) { call throws(BuiltinError) in
      let amount = try UnitAmount(try call.string(0).lowercased(), missing: "no byte amount provided")
      let unit = amount.unit.hasSuffix("b") ? String(amount.unit.dropLast()) : amount.unit
      guard amount.unit != "b", let factor = UnitAmount.factor(unit) else {
        throw .failed("byte unit \(amount.unit) not recognized")
      }
      guard let decimal = amount.decimal else { throw .failed("could not parse byte amount to a number") }
      guard let number = WideFloat(decimal) else { throw .hugeNumber }
      return try call.arena.number((number * WideFloat(BigNatural(factor), exponent: 0, isNegative: false)).truncated)
    },
  ]

  /// Exact where it is whole, else with ten digits behind the point.
  private static func product(
    _ decimal: Decimal, _ factor: UInt64, shift: Int, _ call: Arguments
  ) throws(BuiltinError) -> Value {
    guard abs(decimal.exponent) <= BigInteger.digitLimit, decimal.digits.count <= BigInteger.digitLimit else { throw .hugeNumber }
    let digits = (BigNatural(decimal: decimal.digits) * BigNatural(factor)).decimalDigits
    var result = Decimal(digits: digits, shift: decimal.exponent - decimal.digits.count + shift)
    result.isNegative = decimal.isNegative && !result.digits.isEmpty
    if let whole = BigInteger(result) { return try call.arena.number(whole) }
    return call.arena.number(result.rounded(to: max(0, result.exponent + 10)).text)
  }
}

/// A number and the unit behind it.
private struct UnitAmount {
  /// Digits of the longest exponent accepted.
  static let exponentDigitsMax = 6

  let number: String
  let unit: String

  init(_ text: String, missing: String) throws(BuiltinError) {
    let bytes = text.utf8.filter { $0 != UInt8(ascii: "\"") }
    if bytes.contains(0x20) { throw .failed("spaces not allowed in resource strings") }
    var end = 0
    scan: while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"): end += 1
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard end + 1 < bytes.count, Lexer.isDigit(bytes[end + 1]) || "+-".utf8.contains(bytes[end + 1]) else { break scan }
        end += Lexer.isDigit(bytes[end + 1]) ? 1 : 2
        let digits = bytes[end...].prefix(while: Lexer.isDigit).count
        guard digits <= UnitAmount.exponentDigitsMax else { throw .failed("exponent too large") }
        end += digits
      default: break scan
      }
    }
    if end == 0 { throw .failed(missing) }
    number = String(decoding: bytes[..<end], as: UTF8.self)
    unit = String(decoding: bytes[end...], as: UTF8.self)
  }

  var decimal: Decimal? {
    guard let json = NumberReader.json(fromGo: number) else { return nil }
    var reader = NumberReader(bytes: Array(json.utf8))
    return reader.isWhole() ? Decimal(json) : nil
  }

  /// The factor of `k`, `ki`, `m`, … in lower case.
  static func factor(_ prefix: String) -> UInt64? {
    if prefix.isEmpty { return 1 }
    guard let letter = prefix.first, let place = Array("kmgtpe").firstIndex(of: letter) else { return nil }
    if prefix.count == 1 { return (0...place).reduce(1) { value, _ in value * 1000 } }
    return prefix.dropFirst() == "i" ? 1 << UInt64(10 * (place + 1)) : nil
  }
}
