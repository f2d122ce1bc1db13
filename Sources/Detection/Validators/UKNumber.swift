/// Numbers of the United Kingdom.
enum UKNumber {
  /// Ten digits, weights 10…2, modulo 11. SOURCE: NHS Data Dictionary, "NHS Number".
  static func isNHS(_ digits: [Int]) -> Bool {
    guard digits.count == 10, !digits.areAllSame else { return false }
    let check = 11 - digits.weighted([10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11
    return (check == 11 ? 0 : check) == digits[9]
  }

  /// Two prefix letters in use, six digits, suffix A to D. SOURCE: HMRC manual NIM39110.
  static func isNINO(_ value: ArraySlice<UInt8>) -> Bool {
    let compact = value.filter { !ASCII.isSpace($0) && $0 != 0x2d }.map { ASCII.uppercased($0) }
    guard compact.count == 9 else { return false }
    let prefix = String(decoding: compact.prefix(2), as: UTF8.self)
    guard !["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"].contains(prefix) else { return false }
    let barred = Array("DFIQUV".utf8)
    guard ASCII.isUpper(compact[0]), ASCII.isUpper(compact[1]), !barred.contains(compact[0]),
      !barred.contains(compact[1]), compact[1] != 0x4f
    else { return false }
    return compact[2..<8].allSatisfy(ASCII.isDigit) && (0x41...0x44).contains(compact[8])
  }
}
