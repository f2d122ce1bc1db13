/// Personal numbers of countries in the west of Europe.
enum WestEuropeanNumber {
  /// Belgium: eleven digits, 97 minus the remainder of the first nine, a 2 before them for births since 2000.
  /// SOURCE: Arrêté royal of 3 April 1984, art. 4.
  static func isBelgian(_ digits: [Int]) -> Bool {
    guard digits.count == 11, !digits.areAllSame, digits.number(2..<4) % 20 <= 12, digits.number(4..<6) <= 31 else {
      return false
    }
    let head = digits.number(0..<9)
    let check = digits.number(9..<11)
    return 97 - head % 97 == check || 97 - (2_000_000_000 + head) % 97 == check
  }

  /// Netherlands: nine digits, the eleven test with a last weight of -1. SOURCE: Wet algemene bepalingen
  /// burgerservicenummer; RvIG, "Logisch ontwerp BSN".
  static func isDutch(_ digits: [Int]) -> Bool {
    digits.count == 9 && !digits.areAllSame && digits.weighted([9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0
  }

  /// Austria: ten digits, the fourth checks the others, the last six are a date. SOURCE: Dachverband der
  /// Sozialversicherungsträger.
  static func isAustrian(_ digits: [Int]) -> Bool {
    guard digits.count == 10, digits[0] != 0, (1...15).contains(digits.number(6..<8)), digits.number(4..<6) <= 31 else {
      return false
    }
    return digits.weighted([3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == digits[3]
  }

  /// Switzerland: 756 and ten digits, checked as an EAN. SOURCE: AHVV art. 133; GS1 General Specifications §7.9.
  static func isSwiss(_ digits: [Int]) -> Bool {
    guard digits.count == 13, digits.number(0..<3) == 756 else { return false }
    return digits.weighted([1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0
  }

  /// Portugal: nine digits modulo 11. SOURCE: Decreto-Lei 14/2013.
  static func isPortuguese(_ digits: [Int]) -> Bool {
    guard digits.count == 9, !digits.areAllSame, [1, 2, 3, 5, 6, 8, 9].contains(digits[0]) else { return false }
    let rest = digits.weighted([9, 8, 7, 6, 5, 4, 3, 2]) % 11
    return digits[8] == (rest < 2 ? 0 : 11 - rest)
  }

  /// Ireland: seven digits, a check letter, and for some a second letter. SOURCE: Department of Social Protection,
  /// PPS number.
  static func isIrish(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.filter { ASCII.isAlphanumeric($0) }.map { ASCII.uppercased($0) }
    guard text.count == 8 || text.count == 9, text.prefix(7).allSatisfy(ASCII.isDigit) else { return false }
    var sum = Digits(text[..<7]).values.weighted([8, 7, 6, 5, 4, 3, 2])
    if text.count == 9 {
      guard text[8] == 0x57 || (0x41...0x49).contains(text[8]) else { return false }
      sum += text[8] == 0x57 ? 0 : 9 * (Int(text[8]) - 0x40)
    }
    return Array("WABCDEFGHIJKLMNOPQRSTUV".utf8)[sum % 23] == text[7]
  }

  /// Germany, health insurance: a letter, eight digits and a check digit. SOURCE: § 290 SGB V; GKV-Spitzenverband.
  static func isGermanHealth(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.map { ASCII.uppercased($0) }
    guard text.count == 10, let first = text.first, ASCII.isUpper(first), text.dropFirst().allSatisfy(ASCII.isDigit)
    else { return false }
    let letter = Int(first) - 0x40
    let digits = [letter / 10, letter % 10] + Digits(text[1..<9]).values
    return crossSum(digits, [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 == Int(text[9]) - 0x30
  }

  /// Germany, pension insurance: area, date of birth, a letter, a serial number, a check digit. SOURCE: § 147 SGB VI;
  /// VKVV § 2.
  static func isGermanSocial(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.filter { ASCII.isAlphanumeric($0) }.map { ASCII.uppercased($0) }
    guard text.count == 12, ASCII.isUpper(text[8]) else { return false }
    let letter = Int(text[8]) - 0x40
    let head = Digits(text[..<8]).values
    guard head.count == 8, BirthDate.isPossible(month: head.number(4..<6), day: head.number(2..<4)) else { return false }
    let digits = head + [letter / 10, letter % 10] + Digits(text[9..<11]).values
    return crossSum(digits, [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 == Int(text[11]) - 0x30
  }

  /// Germany, value added tax: nine digits, ISO 7064 MOD 11,10. SOURCE: § 27a UStG.
  static func isGermanVAT(_ digits: [Int]) -> Bool { digits.count == 9 && digits[0] != 0 && isPureElevenTen(digits) }

  /// Croatia: eleven digits, ISO 7064 MOD 11,10. SOURCE: Zakon o osobnom identifikacijskom broju.
  static func isCroatian(_ digits: [Int]) -> Bool { digits.count == 11 && !digits.areAllSame && isPureElevenTen(digits) }

  private static func isPureElevenTen(_ digits: [Int]) -> Bool {
    var product = 10
    for digit in digits.dropLast() {
      let sum = (digit + product) % 10
      product = (sum == 0 ? 10 : sum) * 2 % 11
    }
    return (11 - product) % 10 == digits.last
  }

  /// The digits' products with the weights, each product reduced to the sum of its digits.
  private static func crossSum(_ digits: [Int], _ weights: [Int]) -> Int {
    zip(digits, weights).reduce(0) { sum, pair in
      let product = pair.0 * pair.1
      return sum + product / 10 + product % 10
    }
  }
}
