/// A natural number of any size, for what 64 bits do not hold. School arithmetic: the numbers of policies are short.
struct BigNatural: Equatable {
  /// Digits to base 2^32, least significant first, without leading zeros; empty for zero.
  private(set) var limbs: [UInt32]

  static let zero = BigNatural(limbs: [])
  static let one = BigNatural(1)

  init(limbs: [UInt32]) {
    self.limbs = limbs
    trim()
  }

  init(_ value: UInt64) {
    limbs = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
    trim()
  }

  /// From digit values 0…9, most significant first.
  init(decimal digits: some Sequence<UInt8>) {
    limbs = []
    var chunk: UInt32 = 0
    var scale: UInt32 = 1
    for digit in digits {
      chunk = chunk * 10 + UInt32(digit)
      scale *= 10
      if scale == 1_000_000_000 {
        multiply(by: scale, adding: chunk)
        (chunk, scale) = (0, 1)
      }
    }
    if scale > 1 { multiply(by: scale, adding: chunk) }
  }

  private mutating func trim() {
    while limbs.last == 0 { limbs.removeLast() }
  }

  var isZero: Bool { limbs.isEmpty }
  var isEven: Bool { (limbs.first ?? 0) & 1 == 0 }

  var bitWidth: Int {
    guard let top = limbs.last else { return 0 }
    return limbs.count * 32 - top.leadingZeroBitCount
  }

  /// The number, if 64 bits hold it.
  var uint64: UInt64? {
    guard limbs.count <= 2 else { return nil }
    return UInt64(limb(1)) << 32 | UInt64(limb(0))
  }

  private func limb(_ index: Int) -> UInt32 { index < limbs.count ? limbs[index] : 0 }

  func compare(_ other: BigNatural) -> Int {
    if limbs.count != other.limbs.count { return limbs.count < other.limbs.count ? -1 : 1 }
    for index in limbs.indices.reversed() where limbs[index] != other.limbs[index] {
      return limbs[index] < other.limbs[index] ? -1 : 1
    }
    return 0
  }

  // MARK: - Arithmetic

  mutating func multiply(by factor: UInt32, adding summand: UInt32 = 0) {
    var carry = UInt64(summand)
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * UInt64(factor) + carry
      limbs[index] = UInt32(truncatingIfNeeded: product)
      carry = product >> 32
    }
    if carry > 0 { limbs.append(UInt32(truncatingIfNeeded: carry)) }
    trim()
  }

  /// Divides in place; the remainder is returned. The divisor is not zero.
  mutating func divide(by divisor: UInt32) -> UInt32 {
    var rest: UInt64 = 0
    for index in limbs.indices.reversed() {
      let value = rest << 32 | UInt64(limbs[index])
      limbs[index] = UInt32(truncatingIfNeeded: value / UInt64(divisor))
      rest = value % UInt64(divisor)
    }
    trim()
    return UInt32(truncatingIfNeeded: rest)
  }

  static func + (left: BigNatural, right: BigNatural) -> BigNatural {
    var result: [UInt32] = []
    var carry: UInt64 = 0
    for index in 0..<max(left.limbs.count, right.limbs.count) {
      let sum = UInt64(left.limb(index)) + UInt64(right.limb(index)) + carry
      result.append(UInt32(truncatingIfNeeded: sum))
      carry = sum >> 32
    }
    if carry > 0 { result.append(1) }
    return BigNatural(limbs: result)
  }

  /// The difference; `right` must not be the larger one.
  static func - (left: BigNatural, right: BigNatural) -> BigNatural {
    var result: [UInt32] = []
    var borrow: UInt64 = 0
    for index in left.limbs.indices {
      let value = UInt64(left.limbs[index]) &- UInt64(right.limb(index)) &- borrow
      result.append(UInt32(truncatingIfNeeded: value))
      borrow = value >> 63
    }
    return BigNatural(limbs: result)
  }

  static func * (left: BigNatural, right: BigNatural) -> BigNatural {
    var result = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count)
    for (offset, digit) in left.limbs.enumerated() {
      var carry: UInt64 = 0
      for (index, other) in right.limbs.enumerated() {
        let value = UInt64(digit) * UInt64(other) + UInt64(result[offset + index]) + carry
        result[offset + index] = UInt32(truncatingIfNeeded: value)
        carry = value >> 32
      }
      result[offset + right.limbs.count] = UInt32(truncatingIfNeeded: carry)
    }
    return BigNatural(limbs: result)
  }

  /// Quotient and remainder, one bit at a time from the top; the divisor is not zero.
  func quotientAndRemainder(dividingBy divisor: BigNatural) -> (quotient: BigNatural, remainder: BigNatural) {
    if compare(divisor) < 0 { return (.zero, self) }
    if divisor.limbs.count == 1, let small = divisor.limbs.first {
      var quotient = self
      let rest = quotient.divide(by: small)
      return (quotient, BigNatural(UInt64(rest)))
    }
    return longDivision(by: divisor)
  }

  /// Knuth's algorithm D (The Art of Computer Programming, volume 2, section 4.3.1).
  private func longDivision(by divisor: BigNatural) -> (quotient: BigNatural, remainder: BigNatural) {
    let shift = divisor.limbs[divisor.limbs.count - 1].leadingZeroBitCount
    let v = (divisor << shift).limbs
    var u = (self << shift).limbs
    while u.count <= limbs.count { u.append(0) }
    let n = v.count
    var quotient = [UInt32](repeating: 0, count: u.count - n)
    for j in stride(from: u.count - n - 1, through: 0, by: -1) {
      let top = UInt64(u[j + n]) << 32 | UInt64(u[j + n - 1])
      var estimate = top / UInt64(v[n - 1])
      var rest = top % UInt64(v[n - 1])
      while estimate >> 32 != 0 || estimate * UInt64(v[n - 2]) > rest << 32 | UInt64(u[j + n - 2]) {
        estimate -= 1
        rest += UInt64(v[n - 1])
        if rest >> 32 != 0 { break }
      }
      if BigNatural.subtract(estimate, v, &u, at: j) {
        estimate -= 1
        BigNatural.addBack(v, &u, at: j)
      }
      quotient[j] = UInt32(truncatingIfNeeded: estimate)
    }
    return (BigNatural(limbs: quotient), BigNatural(limbs: Array(u[..<n])) >> shift)
  }

  /// Takes `factor × v` off `u` at a place; true if that went below zero.
  private static func subtract(_ factor: UInt64, _ v: [UInt32], _ u: inout [UInt32], at place: Int) -> Bool {
    var borrow: UInt64 = 0
    var carry: UInt64 = 0
    for index in v.indices {
      let product = factor &* UInt64(v[index]) &+ carry
      carry = product >> 32
      let value = UInt64(u[place + index]) &- (product & 0xFFFF_FFFF) &- borrow
      u[place + index] = UInt32(truncatingIfNeeded: value)
      borrow = value >> 63
    }
    let value = UInt64(u[place + v.count]) &- carry &- borrow
    u[place + v.count] = UInt32(truncatingIfNeeded: value)
    return value >> 63 != 0
  }

  private static func addBack(_ v: [UInt32], _ u: inout [UInt32], at place: Int) {
    var carry: UInt64 = 0
    for index in v.indices {
      let sum = UInt64(u[place + index]) + UInt64(v[index]) + carry
      u[place + index] = UInt32(truncatingIfNeeded: sum)
      carry = sum >> 32
    }
    u[place + v.count] = UInt32(truncatingIfNeeded: UInt64(u[place + v.count]) + carry)
  }

  static func << (number: BigNatural, places: Int) -> BigNatural {
    guard !number.isZero else { return number }
    var result = [UInt32](repeating: 0, count: places / 32)
    let bits = UInt64(places % 32)
    var carry: UInt64 = 0
    for limb in number.limbs {
      let value = UInt64(limb) << bits | carry
      result.append(UInt32(truncatingIfNeeded: value))
      carry = value >> 32
    }
    result.append(UInt32(truncatingIfNeeded: carry))
    return BigNatural(limbs: result)
  }

  static func >> (number: BigNatural, places: Int) -> BigNatural {
    let whole = places / 32
    guard whole < number.limbs.count else { return .zero }
    let bits = UInt64(places % 32)
    var result: [UInt32] = []
    for index in whole..<number.limbs.count {
      let pair = UInt64(number.limb(index + 1)) << 32 | UInt64(number.limbs[index])
      result.append(UInt32(truncatingIfNeeded: pair >> bits))
    }
    return BigNatural(limbs: result)
  }

  /// Whether a bit below `place` is set.
  func hasBits(below place: Int) -> Bool { !isZero && ((self >> place) << place) != self }

  static func power(_ base: UInt32, _ exponent: Int) -> BigNatural {
    var result = BigNatural.one
    for _ in 0..<max(0, exponent) { result.multiply(by: base) }
    return result
  }

  // MARK: - Text

  /// Digit values, most significant first; empty for zero.
  var decimalDigits: [UInt8] {
    var chunks: [UInt32] = []
    var rest = self
    while !rest.isZero { chunks.append(rest.divide(by: 1_000_000_000)) }
    var digits: [UInt8] = []
    for chunk in chunks.reversed() {
      let text = String(chunk)
      if !digits.isEmpty { digits.append(contentsOf: [UInt8](repeating: 0, count: 9 - text.utf8.count)) }
      digits.append(contentsOf: text.utf8.map { $0 - 48 })
    }
    return digits
  }

  /// Digits to base 2, 8, 10 or 16, in lower case.
  func text(radix: Int) -> String {
    if isZero { return "0" }
    if radix == 10 { return String(decoding: decimalDigits.map { $0 + 48 }, as: UTF8.self) }
    let width = radix == 2 ? 1 : radix == 8 ? 3 : 4
    var digits: [UInt8] = []
    var place = 0
    while place < bitWidth {
      let pair = UInt64(limb(place / 32 + 1)) << 32 | UInt64(limb(place / 32))
      digits.append(UInt8(truncatingIfNeeded: pair >> UInt64(place % 32)) & UInt8((1 << width) - 1))
      place += width
    }
    while digits.last == 0 { digits.removeLast() }
    return digits.reversed().map { String($0, radix: 16) }.joined()
  }
}
