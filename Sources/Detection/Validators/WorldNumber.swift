/// Personal numbers of countries elsewhere.
enum WorldNumber {
  /// Brazil: eleven digits, two check digits modulo 11. SOURCE: Receita Federal, CPF.
  static func isCPF(_ digits: [Int]) -> Bool {
    guard digits.count == 11, !digits.areAllSame else { return false }
    func check(_ count: Int) -> Int {
      let sum = zip(digits.prefix(count), (2...(count + 1)).reversed()).reduce(0) { $0 + $1.0 * $1.1 }
      return sum * 10 % 11 % 10
    }
    return check(9) == digits[9] && check(10) == digits[10]
  }

  /// Australia: nine digits, weighted sum divisible by 11. SOURCE: ATO, tax file number algorithm.
  static func isTFN(_ digits: [Int]) -> Bool {
    digits.count == 9 && !digits.areAllSame && digits.weighted([1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0
  }

  /// Korea: thirteen digits with a date and a century digit. Numbers since October 2020 have no check digit.
  static func isKoreanRRN(_ digits: [Int]) -> Bool {
    digits.count == 13 && (1...12).contains(digits.number(2..<4)) && (1...31).contains(digits.number(4..<6))
      && (1...8).contains(digits[6])
  }

  /// Thailand: thirteen digits, weights 13…2, modulo 11. SOURCE: Department of Provincial Administration.
  static func isThaiID(_ digits: [Int]) -> Bool {
    guard digits.count == 13, digits[0] != 0, !digits.areAllSame else { return false }
    let sum = digits.weighted([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
    return (11 - sum % 11) % 10 == digits[12]
  }

  /// Türkiye: eleven digits, two check digits. SOURCE: Nüfus ve Vatandaşlık İşleri, T.C. Kimlik No.
  static func isTurkishID(_ digits: [Int]) -> Bool {
    guard digits.count == 11, digits[0] != 0 else { return false }
    let odd = digits[0] + digits[2] + digits[4] + digits[6] + digits[8]
    let even = digits[1] + digits[3] + digits[5] + digits[7]
    let tenth = ((odd * 7 - even) % 10 + 10) % 10
    return tenth == digits[9] && digits.prefix(10).reduce(0, +) % 10 == digits[10]
  }

  /// Singapore: a letter, seven digits, a check letter per series. SOURCE: ICA, NRIC and FIN.
  static func isSingaporeNRIC(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.map { ASCII.uppercased($0) }
    guard text.count == 9 else { return false }
    let digits = Digits(text[1..<8]).values
    guard digits.count == 7 else { return false }
    let sum = digits.weighted([2, 7, 6, 5, 4, 3, 2])
    switch text[0] {
    case 0x53: return Array("JZIHGFEDCBA".utf8)[sum % 11] == text[8]  // S
    case 0x54: return Array("JZIHGFEDCBA".utf8)[(sum + 4) % 11] == text[8]  // T
    case 0x46: return Array("XWUTRQPNMLK".utf8)[sum % 11] == text[8]  // F
    case 0x47: return Array("XWUTRQPNMLK".utf8)[(sum + 4) % 11] == text[8]  // G
    case 0x4d: return Array("XWUTRQPNJLK".utf8)[10 - (sum + 3) % 11] == text[8]  // M
    default: return false
    }
  }
}
