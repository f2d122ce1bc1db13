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

  static func exponentText(_ exponent: Int) -> String {
    let digits = String(exponent.magnitude)
    return (exponent < 0 ? "e-" : "e+") + (digits.count < 2 ? "0" : "") + digits
  }

  /// `%g`: the shorter of both notations; without a precision the shortest digits that read back.
  func general(_ precision: Int?) -> String {
    guard let precision else {
      let exact = Decimal(shortest)
      return FloatText.general(exact.digits, point: exact.exponent, limit: 6)
    }
    let wanted = max(precision, 1)
    let (kept, point) = rounded(wanted)
    var significant = kept
    while significant.last == 0 { significant.removeLast() }
    // A precision beyond the digits there are does not move the border between the notations.
    let limit = wanted > digits.count && digits.count >= exponent ? digits.count : wanted
    return FloatText.general(significant, point: point, limit: limit)
  }

  /// Digits without trailing zeros in the shorter of both notations: with an exponent below `least` or from `limit` on.
  static func general(_ digits: [UInt8], point: Int, limit: Int, least: Int = -4) -> String {
    guard let first = digits.first else { return "0" }
    let text = digits.map { String($0) }.joined()
    if point - 1 < least || point - 1 >= limit {
      let tail = text.dropFirst()
      return String(first) + (tail.isEmpty ? "" : "." + tail) + exponentText(point - 1)
    }
    if point <= 0 { return "0." + String(repeating: "0", count: -point) + text }
    if point >= digits.count { return text + String(repeating: "0", count: point - digits.count) }
    return text.prefix(point) + "." + text.dropFirst(point)
  }
}
