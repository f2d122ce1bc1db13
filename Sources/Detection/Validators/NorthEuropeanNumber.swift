/// Personal numbers of countries in the north of Europe.
enum NorthEuropeanNumber {
  /// Norway: a date, three digits and two check digits modulo 11. SOURCE: Skatteetaten, fødselsnummer.
  static func isNorwegian(_ digits: [Int]) -> Bool {
    guard digits.count == 11, BirthDate.isPossible(month: digits.number(2..<4) % 40, day: digits.number(0..<2) % 40)
    else { return false }
    let first = (11 - digits.weighted([3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11) % 11
    let second = (11 - digits.weighted([5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11
    return first == digits[9] && second == digits[10]
  }

  /// Denmark: a date and four digits; check digits are no longer given. SOURCE: CPR-kontoret.
  static func isDanish(_ digits: [Int]) -> Bool {
    digits.count == 10 && BirthDate.isPossible(month: digits.number(2..<4), day: digits.number(0..<2) % 60)
  }

  /// Iceland: a date, two digits, a check digit and the century. SOURCE: Þjóðskrá, kennitala.
  static func isIcelandic(_ digits: [Int]) -> Bool {
    guard digits.count == 10, BirthDate.isPossible(month: digits.number(2..<4), day: digits.number(0..<2) % 40),
      [0, 8, 9].contains(digits[9])
    else { return false }
    return (11 - digits.weighted([3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == digits[8]
  }

  /// Sweden, organisations: ten digits, the third at least 2, Luhn. SOURCE: Skatteverket SKV 709.
  static func isSwedishOrganisation(_ digits: [Int]) -> Bool {
    digits.count == 10 && digits[2] >= 2 && Checksum.luhn(digits)
  }

  /// Estonia and Lithuania: sex and century, a date, three digits, a check digit in two tries. SOURCE: EVS 585:2007;
  /// Lietuvos gyventojų registras.
  static func isBaltic(_ digits: [Int]) -> Bool {
    guard digits.count == 11, (1...6).contains(digits[0]),
      BirthDate.isPossible(month: digits.number(3..<5), day: digits.number(5..<7))
    else { return false }
    var rest = digits.weighted([1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11
    if rest == 10 { rest = digits.weighted([3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 }
    return rest % 10 == digits[10]
  }

  /// Latvia: a date, the century and four digits, a check digit. SOURCE: Noteikumi par personas kodu.
  static func isLatvian(_ digits: [Int]) -> Bool {
    guard digits.count == 11 else { return false }
    if digits.number(0..<2) == 32 { return true }
    guard BirthDate.isPossible(month: digits.number(2..<4), day: digits.number(0..<2)) else { return false }
    return (1101 - digits.weighted([1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11 % 10 == digits[10]
  }
}
