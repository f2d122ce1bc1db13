/// Numbers of the United States.
enum USNumber {
  /// Area not 000, 666 or 9xx, group not 00, serial not 0000, none of the numbers that were printed in
  /// advertisements. SOURCE: SSA, "Social Security Number Randomization".
  static func isSSN(_ digits: [Int]) -> Bool {
    guard digits.count == 9, !digits.areAllSame else { return false }
    let area = digits.number(0..<3)
    guard area != 0, area != 666, area < 900, digits.number(3..<5) != 0, digits.number(5..<9) != 0
    else { return false }
    let number = digits.number(0..<9)
    return number != 78_051_120 && number != 219_099_999 && number != 123_456_789
  }

  /// 9xx, and a group that the IRS gives out. SOURCE: IRS Publication 1915.
  static func isITIN(_ digits: [Int]) -> Bool {
    guard digits.count == 9, digits.first == 9 else { return false }
    let group = digits.number(3..<5)
    return (50...65).contains(group) || (70...88).contains(group) || (90...92).contains(group)
      || (94...99).contains(group)
  }

  /// Ten digits, Luhn with the prefix 80840. SOURCE: 45 CFR 162.406; CMS, "NPI check digit".
  static func isNPI(_ digits: [Int]) -> Bool {
    guard digits.count == 10, digits.first == 1 || digits.first == 2, !digits.areAllSame else { return false }
    return Checksum.luhn([8, 0, 8, 4, 0] + digits)
  }
}
