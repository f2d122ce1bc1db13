/// The Italian codice fiscale: sixteen characters, the last a check letter. SOURCE: DM 23 December 1976.
enum ItalianFiscalCode {
  /// Values of 0…9 and A…Z at odd places (counted from one).
  private static let oddValues = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
  ]

  static func isValid(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.map { ASCII.uppercased($0) }
    guard text.count == 16, text.allSatisfy(ASCII.isAlphanumeric) else { return false }
    var sum = 0
    for (index, byte) in text.prefix(15).enumerated() {
      let place = ASCII.isDigit(byte) ? Int(byte - 0x30) : Int(byte - 0x41)
      sum += index % 2 == 0 ? oddValues[place] : place
    }
    return Int(text[15]) == 0x41 + sum % 26
  }
}
