/// Personal and business numbers of countries in the Americas.
enum AmericanNumber {
  /// United States, Drug Enforcement Administration: two letters and seven digits. SOURCE: DEA, registration numbers.
  static func isDEA(_ value: ArraySlice<UInt8>) -> Bool {
    let digits = Digits(value.dropFirst(2)).values
    guard value.count == 9, digits.count == 7, !digits.areAllSame else { return false }
    return (digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5])) % 10 == digits[6]
  }

  /// Brazil, firms: fourteen digits, two check digits modulo 11. SOURCE: Receita Federal, CNPJ.
  static func isCNPJ(_ digits: [Int]) -> Bool {
    guard digits.count == 14, !digits.areAllSame else { return false }
    let weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
    func check(_ sum: Int) -> Int { sum % 11 < 2 ? 0 : 11 - sum % 11 }
    return check(digits.weighted(Array(weights.dropFirst()))) == digits[12] && check(digits.weighted(weights)) == digits[13]
  }

  /// Chile: seven or eight digits and a check character. SOURCE: Servicio de Impuestos Internos, RUT.
  static func isChilean(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.filter { ASCII.isAlphanumeric($0) }.map { ASCII.uppercased($0) }
    guard (8...9).contains(text.count), text.dropLast().allSatisfy(ASCII.isDigit), let last = text.last else { return false }
    let digits = Array(Digits(text.dropLast()[...]).values.reversed())
    guard !digits.areAllSame else { return false }
    let check = 11 - digits.weighted([2, 3, 4, 5, 6, 7, 2, 3]) % 11
    return last == (check == 11 ? 0x30 : check == 10 ? 0x4b : UInt8(truncatingIfNeeded: 0x30 + check))
  }

  /// Argentina: kind, eight digits, check digit. SOURCE: AFIP, CUIT/CUIL.
  static func isArgentine(_ digits: [Int]) -> Bool {
    guard digits.count == 11, [20, 23, 24, 25, 26, 27, 30, 33, 34].contains(digits.number(0..<2)) else { return false }
    let check = 11 - digits.weighted([5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return (check == 11 ? 0 : check == 10 ? 9 : check) == digits[10]
  }

  /// Mexico: sixteen characters, one for the century, a check digit. SOURCE: Instructivo normativo para la
  /// asignación de la CURP, DOF 18-10-2021.
  static func isCURP(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.map { ASCII.uppercased($0) }
    guard text.count == 18, ASCII.isDigit(text[17]) else { return false }
    var sum = 0
    for (place, byte) in text.prefix(17).enumerated() {
      guard ASCII.isAlphanumeric(byte) else { return false }
      // Between N and O there is the place of Ñ.
      let number = ASCII.isDigit(byte) ? Int(byte) - 0x30 : Int(byte) - 0x41 + (byte > 0x4e ? 11 : 10)
      sum += number * (18 - place)
    }
    return (10 - sum % 10) % 10 == Int(text[17]) - 0x30
  }
}
