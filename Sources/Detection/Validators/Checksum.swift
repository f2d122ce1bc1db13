/// Check digit schemes that many numbers share.
enum Checksum {
  /// Doubling every second digit from the right: sum divisible by 10. SOURCE: ISO/IEC 7812-1, annex B.
  static func luhn(_ value: ArraySlice<UInt8>) -> Bool {
    var (sum, place) = (0, 0)
    for byte in value.reversed() where ASCII.isDigit(byte) {
      let digit = Int(byte &- 0x30)
      let doubled = place % 2 == 1 ? digit * 2 : digit
      sum &+= doubled > 9 ? doubled - 9 : doubled
      place += 1
    }
    return place >= 2 && sum % 10 == 0
  }

  /// The same of digits that were read before.
  static func luhn(_ digits: [Int]) -> Bool {
    guard digits.count >= 2 else { return false }
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let doubled = place % 2 == 1 ? digit * 2 : digit
      sum &+= doubled > 9 ? doubled - 9 : doubled
    }
    return sum % 10 == 0
  }

  /// Nine digits weighted 3, 7, 1; the first two name a Federal Reserve district or its electronic twin.
  /// SOURCE: ABA Routing Number Policy; 12 CFR 229, appendix A.
  static func abaRouting(_ digits: [Int]) -> Bool {
    guard digits.count == 9, !digits.areAllSame else { return false }
    let district = digits.number(0..<2)
    let isKnown =
      (1...12).contains(district) || (21...32).contains(district)
      || (61...72).contains(district) || district == 80
    return isKnown && digits.weighted([3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0
  }

  /// The dihedral group D5 scheme. SOURCE: J. Verhoeff, "Error Detecting Decimal Codes", 1969.
  static func verhoeff(_ digits: [Int]) -> Bool {
    guard digits.count >= 2, !digits.areAllSame else { return false }
    var check = 0
    for (place, digit) in digits.reversed().enumerated() {
      check = product(check, permuted(digit, times: place % 8))
    }
    return check == 0
  }

  /// Multiplication in D5: 0…4 are rotations, 5…9 reflections.
  private static func product(_ a: Int, _ b: Int) -> Int {
    switch (a < 5, b < 5) {
    case (true, true): (a + b) % 5
    case (true, false): 5 + (a + b - 5) % 5
    case (false, true): 5 + (a - 5 - b + 5) % 5
    case (false, false): (a - b + 5) % 5
    }
  }

  private static func permuted(_ digit: Int, times: Int) -> Int {
    let step = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
    var value = digit
    for _ in 0..<times where step.indices.contains(value) { value = step[value] }
    return value
  }
}
