/// An exact decimal: sign, digits without leading or trailing zeros, power of ten. Exponents may be huge; nothing is
/// ever expanded.
struct Decimal {
  var isNegative: Bool
  /// Digit values, most significant first; empty for zero.
  var digits: [UInt8]
  /// The value is `0.d1d2d3… × 10^exponent`.
  var exponent: Int

  /// Exponents outside ± this are clamped: such numbers differ only in digits nobody can store.
  static let exponentLimit = 1 << 40

  /// Reads JSON's number grammar.
  init(_ text: String) {
    isNegative = false
    digits = []
    exponent = 0
    var pointAt: Int?
    var seen = 0
    let bytes = Array(text.utf8)
    var index = 0
    if bytes.first == UInt8(ascii: "-") {
      isNegative = true
      index = 1
    }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: ".") {
        pointAt = seen
      } else if byte | 0x20 == UInt8(ascii: "e") {
        break
      } else {
        digits.append(byte &- 48)
        seen += 1
      }
      index += 1
    }
    exponent = pointAt ?? seen
    if index < bytes.count {
      var written = String(decoding: bytes[(index + 1)...], as: UTF8.self)
      if written.hasPrefix("+") { written.removeFirst() }
      let value = Int(written) ?? (written.hasPrefix("-") ? -Decimal.exponentLimit : Decimal.exponentLimit)
      exponent += max(-Decimal.exponentLimit, min(Decimal.exponentLimit, value))
    }
    normalize()
  }

  /// `digits × 10^shift`; digit values, most significant first.
  init(digits: [UInt8], shift: Int) {
    isNegative = false
    self.digits = digits
    exponent = digits.count + shift
    normalize()
  }

  private mutating func normalize() {
    let leading = digits.prefix { $0 == 0 }.count
    digits.removeFirst(leading)
    exponent -= leading
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty {
      exponent = 0
      isNegative = false
    }
  }

  /// Written out without an exponent.
  var text: String {
    let sign = isNegative ? "-" : ""
    return sign + FloatText.general(digits, point: exponent, limit: .max, least: .min)
  }

  var isInteger: Bool { digits.count <= exponent || digits.isEmpty }

  /// The nearest decimal with at most `count` digits, halves to even.
  func rounded(to count: Int) -> Decimal {
    guard count < digits.count, count >= 0 else { return self }
    var result = self
    result.digits = Array(digits[..<count])
    let rest = digits[count...]
    let isHalf = rest.first == 5 && rest.count == 1
    let up = isHalf ? (result.digits.last ?? 0) % 2 == 1 : (rest.first ?? 0) >= 5
    guard up else {
      result.normalize()
      return result
    }
    while let last = result.digits.popLast() {
      if last < 9 {
        result.digits.append(last + 1)
        return result
      }
    }
    result.digits = [1]
    result.exponent += 1
    return result
  }

  func compare(_ other: Decimal) -> Int {
    if isNegative != other.isNegative { return isNegative ? -1 : 1 }
    let order = compareMagnitude(other)
    return isNegative ? -order : order
  }

  private func compareMagnitude(_ other: Decimal) -> Int {
    if digits.isEmpty || other.digits.isEmpty { return digits.count - other.digits.count }
    if exponent != other.exponent { return exponent < other.exponent ? -1 : 1 }
    for (left, right) in zip(digits, other.digits) where left != right { return left < right ? -1 : 1 }
    return digits.count - other.digits.count
  }
}
