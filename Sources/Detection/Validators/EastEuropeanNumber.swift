/// Personal numbers of countries in the east and south-east of Europe, and of Central Asia.
enum EastEuropeanNumber {
  /// Czechia and Slovakia: a date and three or four digits, divisible by 11. SOURCE: zákon 133/2000 Sb. §13.
  static func isCzech(_ digits: [Int]) -> Bool {
    guard digits.count == 10, !digits.areAllSame,
      BirthDate.isPossible(month: digits.number(2..<4) % 50 % 20, day: digits.number(4..<6))
    else { return false }
    return digits.number(0..<9) % 11 % 10 == digits[9]
  }

  /// Romania: sex and century, a date, county, serial number, check digit. SOURCE: HG 64/2011.
  static func isRomanian(_ digits: [Int]) -> Bool {
    guard digits.count == 13, (1...9).contains(digits[0]), (1...70).contains(digits.number(7..<9)),
      BirthDate.isPossible(month: digits.number(3..<5), day: digits.number(5..<7))
    else { return false }
    let rest = digits.weighted([2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
    return (rest == 10 ? 1 : rest) == digits[12]
  }

  /// Bulgaria: a date whose month tells the century, four digits. SOURCE: Наредба РД-02-20-9, ЕГН.
  static func isBulgarian(_ digits: [Int]) -> Bool {
    guard digits.count == 10, BirthDate.isPossible(month: digits.number(2..<4) % 20, day: digits.number(4..<6)) else {
      return false
    }
    return digits.weighted([2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == digits[9]
  }

  /// Greece, AMKA: a date and five digits, Luhn. SOURCE: ΗΔΙΚΑ, ΑΜΚΑ.
  static func isGreek(_ digits: [Int]) -> Bool {
    digits.count == 11 && BirthDate.isPossible(month: digits.number(2..<4), day: digits.number(0..<2))
      && Checksum.luhn(digits)
  }

  /// Serbia, Bosnia, Montenegro, North Macedonia and Slovenia: a date with three digits of the year, region, serial
  /// number, check digit. SOURCE: Zakon o jedinstvenom matičnom broju građana.
  static func isYugoslav(_ digits: [Int]) -> Bool {
    guard digits.count == 13, BirthDate.isPossible(month: digits.number(2..<4), day: digits.number(0..<2)),
      digits[4] == 9 || digits[4] == 0
    else { return false }
    let rest = 11 - digits.weighted([7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return rest != 10 && rest % 11 == digits[12]
  }

  /// Russia, taxpayers: twelve digits for people, ten for firms. SOURCE: приказ ФНС ММВ-7-6/435@.
  static func isRussianTaxpayer(_ digits: [Int]) -> Bool {
    guard !digits.areAllSame else { return false }
    if digits.count == 10 { return digits.weighted([2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == digits[9] }
    return digits.count == 12 && digits.weighted([7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == digits[10]
      && digits.weighted([3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == digits[11]
  }

  /// Russia, pension insurance: nine digits and their sum modulo 101. SOURCE: постановление ПФР 192п, СНИЛС.
  static func isRussianPension(_ digits: [Int]) -> Bool {
    guard digits.count == 11, !digits.areAllSame else { return false }
    return digits.weighted([9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100 == digits.number(9..<11)
  }

  /// Ukraine: ten digits, weights with a minus. SOURCE: Державна податкова служба, РНОКПП.
  static func isUkrainian(_ digits: [Int]) -> Bool {
    guard digits.count == 10, !digits.areAllSame else { return false }
    let sum = digits.weighted([-1, 5, 7, 9, 4, 6, 10, 5, 7])
    return (sum % 11 + 11) % 11 % 10 == digits[9]
  }

  /// Kazakhstan: a date, century and sex, serial number, check digit in two tries. SOURCE: Закон о национальных
  /// реестрах идентификационных номеров.
  static func isKazakh(_ digits: [Int]) -> Bool {
    guard digits.count == 12, BirthDate.isPossible(month: digits.number(2..<4), day: digits.number(4..<6)),
      (0...6).contains(digits[6])
    else { return false }
    var rest = digits.weighted([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11
    if rest == 10 { rest = digits.weighted([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11 }
    return rest == digits[11]
  }
}
