/// A whole number of any size with a sign.
struct BigInteger: Equatable {
  /// Longest number that is computed with, in bits: about 20,000 decimal digits.
  static let bitLimit = 1 << 16
  /// Digits of the longest numeral that is read as a number to compute with.
  static let digitLimit = 20_000

  var magnitude: BigNatural
  /// Never set for zero.
  var isNegative: Bool

  init(magnitude: BigNatural, isNegative: Bool) {
    self.magnitude = magnitude
    self.isNegative = isNegative && !magnitude.isZero
  }

  init(_ value: Int64) {
    self.init(magnitude: BigNatural(value.magnitude), isNegative: value < 0)
  }

  /// The whole number that a decimal stands for; nil if it has a fraction or more than `digitLimit` digits.
  init?(_ decimal: Decimal) {
    guard decimal.isInteger, decimal.exponent <= BigInteger.digitLimit else { return nil }
    let zeros = [UInt8](repeating: 0, count: max(0, decimal.exponent - decimal.digits.count))
    self.init(magnitude: BigNatural(decimal: decimal.digits + zeros), isNegative: decimal.isNegative)
  }

  /// Without its fraction; nil if it has more than `digitLimit` digits.
  init?(truncating decimal: Decimal) {
    guard decimal.exponent <= BigInteger.digitLimit else { return nil }
    let count = max(0, decimal.exponent)
    let digits = decimal.digits.prefix(count)
    let zeros = [UInt8](repeating: 0, count: count - digits.count)
    self.init(magnitude: BigNatural(decimal: digits + zeros), isNegative: decimal.isNegative)
  }

  /// The number, if 64 bits hold it.
  var int64: Int64? {
    guard let value = magnitude.uint64 else { return nil }
    if isNegative { return value <= 1 << 63 ? Int64(bitPattern: 0 &- value) : nil }
    return Int64(exactly: value)
  }

  var isZero: Bool { magnitude.isZero }

  func text(radix: Int = 10) -> String { (isNegative ? "-" : "") + magnitude.text(radix: radix) }

  func compare(_ other: BigInteger) -> Int {
    if isNegative != other.isNegative { return isNegative ? -1 : 1 }
    return isNegative ? other.magnitude.compare(magnitude) : magnitude.compare(other.magnitude)
  }

  // MARK: - Arithmetic

  static prefix func - (value: BigInteger) -> BigInteger {
    BigInteger(magnitude: value.magnitude, isNegative: !value.isNegative)
  }

  static func + (left: BigInteger, right: BigInteger) -> BigInteger {
    if left.isNegative == right.isNegative {
      return BigInteger(magnitude: left.magnitude + right.magnitude, isNegative: left.isNegative)
    }
    if left.magnitude.compare(right.magnitude) >= 0 {
      return BigInteger(magnitude: left.magnitude - right.magnitude, isNegative: left.isNegative)
    }
    return BigInteger(magnitude: right.magnitude - left.magnitude, isNegative: right.isNegative)
  }

  static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + -right }

  static func * (left: BigInteger, right: BigInteger) -> BigInteger {
    BigInteger(magnitude: left.magnitude * right.magnitude, isNegative: left.isNegative != right.isNegative)
  }

  /// Truncated towards zero; the remainder has the sign of the dividend. The divisor is not zero.
  func quotientAndRemainder(dividingBy divisor: BigInteger) -> (quotient: BigInteger, remainder: BigInteger) {
    let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: divisor.magnitude)
    return (
      BigInteger(magnitude: quotient, isNegative: isNegative != divisor.isNegative),
      BigInteger(magnitude: remainder, isNegative: isNegative)
    )
  }

  // MARK: - Bits, as in two's complement of endless width

  private func twosComplement(_ count: Int) -> [UInt32] {
    var limbs = (isNegative ? magnitude - .one : magnitude).limbs
    limbs.append(contentsOf: [UInt32](repeating: 0, count: max(0, count - limbs.count)))
    return isNegative ? limbs.map { ~$0 } : limbs
  }

  static func bitwise(_ left: BigInteger, _ right: BigInteger, _ operation: (UInt32, UInt32) -> UInt32) -> BigInteger {
    let count = max(left.magnitude.limbs.count, right.magnitude.limbs.count) + 1
    let limbs = zip(left.twosComplement(count), right.twosComplement(count)).map(operation)
    guard let top = limbs.last, top >> 31 == 1 else { return BigInteger(magnitude: BigNatural(limbs: limbs), isNegative: false) }
    return BigInteger(magnitude: BigNatural(limbs: limbs.map { ~$0 }) + .one, isNegative: true)
  }

  static prefix func ~ (value: BigInteger) -> BigInteger { -value - BigInteger(1) }

  static func << (value: BigInteger, places: Int) -> BigInteger {
    BigInteger(magnitude: value.magnitude << places, isNegative: value.isNegative)
  }

  /// Rounds down, so that `-1 >> n` stays -1.
  static func >> (value: BigInteger, places: Int) -> BigInteger {
    guard value.isNegative else { return BigInteger(magnitude: value.magnitude >> places, isNegative: false) }
    return ~BigInteger(magnitude: (value.magnitude - .one) >> places, isNegative: false)
  }
}
