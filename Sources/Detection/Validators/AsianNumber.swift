/// Personal numbers of countries in Asia.
enum AsianNumber {
  /// China: region, date of birth, serial number, check character modulo 11. SOURCE: GB 11643-1999.
  static func isChinese(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.map { ASCII.uppercased($0) }
    guard text.count == 18, text.prefix(17).allSatisfy(ASCII.isDigit) else { return false }
    let digits = Digits(text[..<17]).values
    guard (1900...2100).contains(digits.number(6..<10)),
      BirthDate.isPossible(month: digits.number(10..<12), day: digits.number(12..<14))
    else { return false }
    let sum = digits.weighted([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
    return Array("10X98765432".utf8)[sum % 11] == text[17]
  }

  /// Taiwan: a letter of the place and nine digits. SOURCE: 內政部, 國民身分證統一編號.
  static func isTaiwanese(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.map { ASCII.uppercased($0) }
    let places = Array("ABCDEFGHJKLMNPQRSTUVXYWZIO".utf8)
    guard text.count == 10, let place = places.firstIndex(of: text[0]) else { return false }
    let digits = Digits(text[1...]).values
    guard digits.count == 9, (1...2).contains(digits[0]) || (8...9).contains(digits[0]) else { return false }
    let sum = (place + 10) / 10 + (place + 10) % 10 * 9 + digits.weighted([8, 7, 6, 5, 4, 3, 2, 1, 1])
    return sum % 10 == 0
  }

  /// Hong Kong: one or two letters, six digits, a check character. SOURCE: Immigration Department, HKID.
  static func isHongKong(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.filter { ASCII.isAlphanumeric($0) }.map { ASCII.uppercased($0) }
    guard text.count == 8 || text.count == 9, let last = text.last else { return false }
    let letters = text.prefix { ASCII.isUpper($0) }.map { Int($0) - 0x41 + 10 }
    guard letters.count == text.count - 7 else { return false }
    let digits = Digits(text.dropLast().suffix(6)).values
    guard digits.count == 6 else { return false }
    let head = letters.count == 2 ? letters[0] * 9 + letters[1] * 8 : 36 * 9 + letters[0] * 8
    let check = last == 0x41 ? 10 : Int(last) - 0x30
    return (0...10).contains(check) && (head + digits.weighted([7, 6, 5, 4, 3, 2]) + check) % 11 == 0
  }

  /// Japan, individual number: eleven digits and one that checks them. SOURCE: 総務省令 85/2014 art. 5.
  static func isJapanese(_ digits: [Int]) -> Bool {
    guard digits.count == 12, !digits.areAllSame else { return false }
    let rest = digits.weighted([6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return digits[11] == (rest <= 1 ? 0 : 11 - rest)
  }

  /// Israel: nine digits, Luhn. SOURCE: רשות האוכלוסין, מספר זהות.
  static func isIsraeli(_ digits: [Int]) -> Bool { digits.count == 9 && !digits.areAllSame && Checksum.luhn(digits) }

  /// Korea, businesses: ten digits. SOURCE: 국세청, 사업자등록번호.
  static func isKoreanBusiness(_ digits: [Int]) -> Bool {
    guard digits.count == 10, !digits.areAllSame else { return false }
    let sum = digits.weighted([1, 3, 7, 1, 3, 7, 1, 3, 5]) + digits[8] * 5 / 10
    return (10 - sum % 10) % 10 == digits[9]
  }

  /// Malaysia: a date, the place of birth, four digits. SOURCE: Jabatan Pendaftaran Negara, MyKad.
  static func isMalaysian(_ digits: [Int]) -> Bool {
    guard digits.count == 12, BirthDate.isPossible(month: digits.number(2..<4), day: digits.number(4..<6)) else {
      return false
    }
    let place = digits.number(6..<8)
    return (1...16).contains(place) || (21...59).contains(place) || place == 82
  }

  /// Indonesia: district, date of birth (women: day + 40), serial number. SOURCE: UU 24/2013, NIK.
  static func isIndonesian(_ digits: [Int]) -> Bool {
    digits.count == 16 && (11...94).contains(digits.number(0..<2))
      && BirthDate.isPossible(month: digits.number(8..<10), day: digits.number(6..<8) % 40)
  }
}
