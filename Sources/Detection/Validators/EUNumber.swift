/// Personal numbers of countries in Europe.
enum EUNumber {
  private static let nifLetters = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)

  /// Eight digits (or X, Y, Z and seven) and the letter at their remainder of 23. SOURCE: Real Decreto
  /// 1553/2005.
  static func isSpanishNIF(_ value: ArraySlice<UInt8>) -> Bool {
    var compact = value.filter { ASCII.isAlphanumeric($0) }.map { ASCII.uppercased($0) }
    guard let last = compact.popLast(), let first = compact.first else { return false }
    if let place = Array("XYZ".utf8).firstIndex(of: first) {
      guard compact.count == 8 else { return false }
      compact[0] = 0x30 &+ UInt8(truncatingIfNeeded: place)
    }
    guard (7...8).contains(compact.count), compact.allSatisfy(ASCII.isDigit) else { return false }
    let number = Digits(compact[...]).values
    return !number.areAllSame || number.first == 5
      ? last == nifLetters[number.number(0..<number.count) % 23] : false
  }

  /// Eleven digits, a date of birth, weights 1 3 7 9. SOURCE: Polish Act on the population register, art. 15.
  static func isPESEL(_ digits: [Int]) -> Bool {
    guard digits.count == 11, !digits.areAllSame else { return false }
    let month = digits.number(2..<4) % 20
    guard (1...12).contains(month), (1...31).contains(digits.number(4..<6)) else { return false }
    return digits.weighted([1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0
  }

  /// Fifteen characters, 97 minus the remainder of the first thirteen. SOURCE: INSEE, "Numéro d'inscription".
  static func isFrenchNIR(_ value: ArraySlice<UInt8>) -> Bool {
    let compact = value.filter { ASCII.isAlphanumeric($0) }.map { ASCII.uppercased($0) }
    guard compact.count == 15 else { return false }
    var text = compact
    var lowered = 0
    if compact[5] == 0x32, compact[6] == 0x41 || compact[6] == 0x42 {  // Corsica: 2A, 2B
      lowered = compact[6] == 0x41 ? 1_000_000 : 2_000_000
      text[6] = 0x30
    }
    guard text.allSatisfy(ASCII.isDigit) else { return false }
    let digits = Digits(text[...]).values
    guard digits.first == 1 || digits.first == 2, (1...12).contains(digits.number(3..<5)) else {
      return false
    }
    return 97 - (digits.number(0..<13) - lowered) % 97 == digits.number(13..<15)
  }

  /// Eleven digits, ISO 7064 MOD 11,10, one digit repeated among the first ten. SOURCE: Abgabenordnung §
  /// 139b.
  static func isGermanTaxID(_ digits: [Int]) -> Bool {
    guard digits.count == 11, digits.first != 0, Set(digits.prefix(10)).count >= 8,
      Set(digits.prefix(10)).count <= 9
    else { return false }
    var product = 10
    for digit in digits.prefix(10) {
      let sum = (digit + product) % 10
      product = (sum == 0 ? 10 : sum) * 2 % 11
    }
    return (11 - product) % 10 == digits[10]
  }

  /// Ten or twelve digits: a date and a Luhn over the last ten. SOURCE: Skatteverket SKV 704.
  static func isSwedishPersonalNumber(_ digits: [Int]) -> Bool {
    guard digits.count == 10 || digits.count == 12 else { return false }
    let short = Array(digits.suffix(10))
    let day = short.number(4..<6) % 60
    guard (1...12).contains(short.number(2..<4)), (1...31).contains(day) else { return false }
    return Checksum.luhn(short)
  }

  /// Date, century sign, three digits and the control character at the remainder of 31. SOURCE:
  /// Väestörekisteri.
  static func isFinnishHETU(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.map { ASCII.uppercased($0) }
    guard text.count == 11 else { return false }
    let digits = Digits((text.prefix(6) + text[7..<10])[...]).values
    guard digits.count == 9, (1...31).contains(digits.number(0..<2)), (1...12).contains(digits.number(2..<4)),
      digits.number(6..<9) >= 2
    else { return false }
    return Array("0123456789ABCDEFHJKLMNPRSTUVWXY".utf8)[digits.number(0..<9) % 31] == text[10]
  }
}
