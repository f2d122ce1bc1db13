/// A binary floating-point number with a 64-bit significand, rounded half to even: the numbers with fractions that
/// Rego computes with, where `0.1 + 0.2` is `0.3`. The exponent has no limit of its own.
struct WideFloat {
  static let precision = 64
  /// Powers of ten outside ± this are refused.
  static let exponentLimit = 20_000

  /// The value is ± `significand × 2^exponent`; the top bit of the significand is set unless the value is zero.
  let significand: UInt64
  let exponent: Int
  let isNegative: Bool

  static let zero = WideFloat(significand: 0, exponent: 0, isNegative: false)

  private init(significand: UInt64, exponent: Int, isNegative: Bool) {
    self.significand = significand
    self.exponent = exponent
    self.isNegative = isNegative
  }

  /// `number × 2^exponent`, rounded; `isInexact` says that a little more than `number` is meant.
  init(_ number: BigNatural, exponent: Int, isNegative: Bool, isInexact: Bool = false) {
    let excess = number.bitWidth - WideFloat.precision
    guard excess > 0 else {
      let bits = (number.uint64 ?? 0) << UInt64(-max(excess, -WideFloat.precision))
      let isZero = number.isZero
      self.init(
        significand: isZero ? 0 : bits, exponent: isZero ? 0 : exponent + excess, isNegative: isNegative)
      return
    }
    let kept = number >> excess
    let half = !((number >> (excess - 1)).isEven)
    let rest = isInexact || number.hasBits(below: excess - 1)
    let up = half && (rest || !kept.isEven)
    let (sum, overflow) = (kept.uint64 ?? 0).addingReportingOverflow(up ? 1 : 0)
    self.init(
      significand: overflow ? 1 << 63 : sum, exponent: exponent + excess + (overflow ? 1 : 0), isNegative: isNegative)
  }

  /// The nearest number to a decimal; nil if its exponent is beyond the limit.
  init?(_ decimal: Decimal) {
    guard !decimal.digits.isEmpty else {
      self = WideFloat(significand: 0, exponent: 0, isNegative: decimal.isNegative)
      return
    }
    let power = decimal.exponent - decimal.digits.count
    guard abs(decimal.exponent) <= WideFloat.exponentLimit, decimal.digits.count <= WideFloat.exponentLimit else { return nil }
    let digits = BigNatural(decimal: decimal.digits)
    if power >= 0 {
      self.init(digits * BigNatural.power(10, power), exponent: 0, isNegative: decimal.isNegative)
    } else {
      self.init(ratio: digits, BigNatural.power(10, -power), exponent: 0, isNegative: decimal.isNegative)
    }
  }

  /// `dividend / divisor × 2^exponent`.
  private init(ratio dividend: BigNatural, _ divisor: BigNatural, exponent: Int, isNegative: Bool) {
    let shift = max(0, divisor.bitWidth - dividend.bitWidth + WideFloat.precision + 2)
    let (quotient, remainder) = (dividend << shift).quotientAndRemainder(dividingBy: divisor)
    self.init(quotient, exponent: exponent - shift, isNegative: isNegative, isInexact: !remainder.isZero)
  }

  var isZero: Bool { significand == 0 }

  /// Whether the value has no fraction.
  var isInteger: Bool { isZero || exponent >= 0 || significand.trailingZeroBitCount >= -exponent }

  // MARK: - Arithmetic

  static func + (left: WideFloat, right: WideFloat) -> WideFloat {
    if left.isZero { return right }
    if right.isZero { return left }
    let (high, low) = left.exponent >= right.exponent ? (left, right) : (right, left)
    let distance = high.exponent - low.exponent
    // Beyond this the lower one only decides ties, of which there are none.
    guard distance <= 2 * precision + 2 else { return high }
    let sum =
      BigInteger(magnitude: BigNatural(high.significand) << distance, isNegative: high.isNegative)
      + BigInteger(magnitude: BigNatural(low.significand), isNegative: low.isNegative)
    return WideFloat(sum.magnitude, exponent: low.exponent, isNegative: sum.isNegative)
  }

  static prefix func - (value: WideFloat) -> WideFloat {
    WideFloat(significand: value.significand, exponent: value.exponent, isNegative: !value.isNegative)
  }

  static func * (left: WideFloat, right: WideFloat) -> WideFloat {
    WideFloat(
      BigNatural(left.significand) * BigNatural(right.significand), exponent: left.exponent + right.exponent,
      isNegative: left.isNegative != right.isNegative)
  }

  /// The divisor is not zero.
  static func / (left: WideFloat, right: WideFloat) -> WideFloat {
    WideFloat(
      ratio: BigNatural(left.significand), BigNatural(right.significand), exponent: left.exponent - right.exponent,
      isNegative: left.isNegative != right.isNegative)
  }

  /// Without the fraction.
  var truncated: BigInteger {
    let bits = BigNatural(significand)
    return BigInteger(magnitude: exponent >= 0 ? bits << exponent : bits >> -exponent, isNegative: isNegative)
  }

  // MARK: - Text

  /// The shortest digits that read back as this value: whole numbers written out, others in Go's `%g`.
  var text: String {
    let sign = isNegative ? "-" : ""
    if isZero { return sign + "0" }
    let (digits, point) = shortestDigits
    let limit = isInteger ? Int.max : 6
    return sign + FloatText.general(digits, point: point, limit: limit)
  }

  /// The digits of the nearest decimal that is short, and the place of the point in them.
  private var shortestDigits: (digits: [UInt8], point: Int) {
    // Twice the significand, so that half a unit in the last place is one.
    let exact = WideFloat.decimal(BigNatural(significand) << 1, exponent - 1)
    let low = WideFloat.decimal((BigNatural(significand) << 1) - .one, exponent - 1)
    let high = WideFloat.decimal((BigNatural(significand) << 1) + .one, exponent - 1)
    let isEven = significand & 1 == 0
    for count in 1..<max(2, exact.digits.count) {
      let candidate = exact.rounded(to: count)
      let (below, above) = (low.compare(candidate), candidate.compare(high))
      if below < 0 && above < 0 || isEven && below <= 0 && above <= 0 { return (candidate.digits, candidate.exponent) }
    }
    return (exact.digits, exact.exponent)
  }

  /// `number × 2^exponent` in decimal, exactly.
  private static func decimal(_ number: BigNatural, _ exponent: Int) -> Decimal {
    if exponent >= 0 { return Decimal(digits: (number << exponent).decimalDigits, shift: 0) }
    return Decimal(digits: (number * BigNatural.power(5, -exponent)).decimalDigits, shift: exponent)
  }
}
