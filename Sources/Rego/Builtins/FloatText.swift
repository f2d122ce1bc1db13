/// The decimal digits of a double in the notations of Go's `strconv`. Exact: digits come from the binary value.
struct FloatText {
  /// All significant digits of the exact value, most significant first, and the place of the point.
  private let digits: [UInt8]
  private let exponent: Int
  private let shortest: String

  init(_ value: Double) {
    shortest = value.description
    guard value > 0, value.isFinite else {
      digits = []
      exponent = 0
      return
    }
    // value = significand × 2^power, with an integral significand.
    var significand = value.significandBitPattern | (value.isNormal ? 1 << 52 : 0)
    var power = (value.isNormal ? Int(value.exponentBitPattern) : 1) - 1075
    while significand & 1 == 0, power < 0 {
      significand >>= 1
      power += 1
    }
    var number = BigNatural(significand)
    if power >= 0 {
      for _ in 0..<power { number.multiply(by: 2) }
      digits = number.decimalDigits
      exponent = digits.count
    } else {
      for _ in 0..<(-power) { number.multiply(by: 5) }
      digits = number.decimalDigits
      exponent = digits.count + power
    }
  }

  /// The first `count` digits, rounded half to even on the exact value, and the exponent they then have.
  private func rounded(_ count: Int) -> (digits: [UInt8], exponent: Int) {
    guard count < digits.count else { return (digits, exponent) }
    guard count >= 0 else { return ([], exponent) }
    var kept = Array(digits[..<count])
    let rest = digits[count...]
    let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    let up = isHalf ? (kept.last ?? 0) % 2 == 1 : (rest.first ?? 0) >= 5
    guard up else { return (kept, exponent) }
    var index = kept.count - 1
    while index >= 0 {
      if kept[index] < 9 {
        kept[index] += 1
        return (kept, exponent)
      }
      kept[index] = 0
      index -= 1
    }
    return ([1] + kept, exponent + 1)
  }

  func fixed(_ precision: Int) -> String {
    let (kept, point) = rounded(exponent + precision)
    var text = ""
    for place in 0..<max(point, 1) {
      let index = point >= 1 ? place : -1
      text += index >= 0 && index < kept.count ? String(kept[index]) : "0"
    }
    guard precision > 0 else { return text }
    text += "."
    for place in 0..<precision {
      let index = point + place
      text += index >= 0 && index < kept.count ? String(kept[index]) : "0"
    }
    return text
  }

  func scientific(_ precision: Int) -> String {
    let (kept, point) = rounded(precision + 1)
    var text = String(kept.first ?? 0)
    if precision > 0 {
      text += "."
      for index in 1...precision { text += index < kept.count ? String(kept[index]) : "0" }
    }
    return text + FloatText.exponentText(kept.isEmpty ? 0 : point - 1)
  }

  private static func exponentText(_ exponent: Int) -> String {
    let digits = String(exponent.magnitude)
    return (exponent < 0 ? "e-" : "e+") + (digits.count < 2 ? "0" : "") + digits
  }

  /// `%g`: the shorter of both notations; without a precision the shortest digits that read back.
  func general(_ precision: Int?) -> String {
    guard let precision else {
      let exact = Decimal(shortest)
      if exact.digits.isEmpty { return "0" }
      if exact.exponent - 1 < -4 || exact.exponent - 1 >= 21 {
        let tail = exact.digits.dropFirst().map { String($0) }.joined()
        return String(exact.digits[0]) + (tail.isEmpty ? "" : "." + tail) + FloatText.exponentText(exact.exponent - 1)
      }
      return shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest
    }
    let wanted = max(precision, 1)
    let (kept, point) = rounded(wanted)
    var significant = kept
    while significant.last == 0 { significant.removeLast() }
    if point - 1 < -4 || point - 1 >= wanted {
      let tail = significant.dropFirst().map { String($0) }.joined()
      return String(significant.first ?? 0) + (tail.isEmpty ? "" : "." + tail) + FloatText.exponentText(point - 1)
    }
    return fixed(max(0, significant.count - point))
  }
}

/// A natural number in base 10⁹, enough to write out doubles.
struct BigNatural {
  private static let base: UInt64 = 1_000_000_000
  /// Least significant first.
  private var limbs: [UInt64] = []

  init(_ value: UInt64) {
    var rest = value
    while rest > 0 {
      limbs.append(rest % BigNatural.base)
      rest /= BigNatural.base
    }
  }

  mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index] * factor + carry
      limbs[index] = product % BigNatural.base
      carry = product / BigNatural.base
    }
    if carry > 0 { limbs.append(carry) }
  }

  var decimalDigits: [UInt8] {
    var digits: [UInt8] = []
    for limb in limbs.reversed() {
      let text = String(limb)
      if !digits.isEmpty { digits.append(contentsOf: [UInt8](repeating: 0, count: 9 - text.utf8.count)) }
      digits.append(contentsOf: text.utf8.map { $0 - 48 })
    }
    return digits
  }
}
