/// Numbers of things that belong to people.
enum ThingNumber {
  /// Vehicles: seventeen characters, the ninth checks. SOURCE: 49 CFR 565.15.
  static func isVehicle(_ value: ArraySlice<UInt8>) -> Bool {
    let text = value.map { ASCII.uppercased($0) }
    guard text.count == 17, Set(text).count > 5 else { return false }
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    let letters = Array("ABCDEFGH.JKLMN.P.R..STUVWXYZ".utf8)
    var sum = 0
    for (byte, weight) in zip(text, weights) {
      if ASCII.isDigit(byte) {
        sum += (Int(byte) - 0x30) * weight
      } else {
        guard byte != 0x2e, let place = letters.firstIndex(of: byte) else { return false }
        // S begins the third row at 2.
        sum += (place < 20 ? place % 9 + 1 : place - 18) * weight
      }
    }
    let check = sum % 11
    return text[8] == (check == 10 ? 0x58 : UInt8(truncatingIfNeeded: 0x30 + check))
  }

  /// Passports: two lines of a machine readable zone, or the second alone, whose number is checked 7, 3, 1. SOURCE:
  /// ICAO Doc 9303-3 §4.9.
  static func isPassportZone(_ value: ArraySlice<UInt8>) -> Bool {
    let line = Array(value.suffix(44))
    guard line.count == 44 else { return false }
    return isChecked(line[0..<9], by: line[9]) && isChecked(line[13..<19], by: line[19])
      && isChecked(line[21..<27], by: line[27])
  }

  private static func isChecked(_ field: ArraySlice<UInt8>, by check: UInt8) -> Bool {
    var sum = 0
    for (place, byte) in field.enumerated() {
      let number: Int
      if ASCII.isDigit(byte) {
        number = Int(byte) - 0x30
      } else if ASCII.isUpper(byte) {
        number = Int(byte) - 0x41 + 10
      } else {
        guard byte == 0x3c else { return false }
        number = 0
      }
      sum += number * [7, 3, 1][place % 3]
    }
    return ASCII.isDigit(check) && sum % 10 == Int(check) - 0x30
  }
}
