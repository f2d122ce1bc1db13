/// Personal and business numbers of Australia and South Africa.
enum SouthernNumber {
  /// Australia, businesses: eleven digits modulo 89. SOURCE: ABR, format of the ABN.
  static func isABN(_ digits: [Int]) -> Bool {
    guard digits.count == 11, digits[0] != 0 else { return false }
    return (digits.weighted([10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0
  }

  /// Australia, companies: nine digits modulo 10. SOURCE: ASIC, ACN check digit.
  static func isACN(_ digits: [Int]) -> Bool {
    guard digits.count == 9, !digits.areAllSame else { return false }
    return (10 - digits.weighted([8, 7, 6, 5, 4, 3, 2, 1]) % 10) % 10 == digits[8]
  }

  /// Australia, Medicare: ten digits, the ninth checks. SOURCE: Services Australia, Medicare card number.
  static func isMedicare(_ digits: [Int]) -> Bool {
    guard (10...11).contains(digits.count), (2...6).contains(digits[0]) else { return false }
    return digits.weighted([1, 3, 7, 9, 1, 3, 7, 9]) % 10 == digits[8]
  }

  /// South Africa: a date, serial number, citizenship, Luhn. SOURCE: Department of Home Affairs, identity number.
  static func isSouthAfrican(_ digits: [Int]) -> Bool {
    digits.count == 13 && digits[10] <= 2
      && BirthDate.isPossible(month: digits.number(2..<4), day: digits.number(4..<6)) && Checksum.luhn(digits)
  }
}
