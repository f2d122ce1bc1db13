/// Telephone numbers as people write them.
enum PhoneNumber {
  /// Seven to fifteen digits, not all the same, not the look of a date. SOURCE: ITU-T E.164 §6.
  static func isPlausible(_ value: ArraySlice<UInt8>) -> Bool {
    let digits = Digits(value).values
    guard (7...15).contains(digits.count), Set(digits).count > 2 else { return false }
    return !isDate(digits, value)
  }

  /// `2024-05-17…`, `17.05.2024`.
  private static func isDate(_ digits: [Int], _ value: ArraySlice<UInt8>) -> Bool {
    guard value.first != 0x2b, digits.count == 8 || digits.count == 12 || digits.count == 14 else {
      return false
    }
    let year = digits.number(0..<4)
    if (1900...2100).contains(year), (1...12).contains(digits.number(4..<6)),
      (1...31).contains(digits.number(6..<8))
    {
      return true
    }
    return digits.count == 8 && (1900...2100).contains(digits.number(4..<8))
  }
}
