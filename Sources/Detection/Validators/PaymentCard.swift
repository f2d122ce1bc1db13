/// Card numbers: length and first digits as the schemes assign them. SOURCE: ISO/IEC 7812 and the schemes'
/// published ranges.
enum PaymentCard {
  static func isIssued(_ value: ArraySlice<UInt8>) -> Bool {
    // Read without an array: texts full of numbers come here for each of them.
    var (count, four, first) = (0, 0, UInt8(0))
    var areAllSame = true
    for byte in value where ASCII.isDigit(byte) {
      if count == 0 { first = byte }
      if count < 4 { four = four * 10 + Int(byte &- 0x30) }
      if byte != first { areAllSame = false }
      count += 1
    }
    guard (12...19).contains(count), !areAllSame else { return false }
    return isIssued(four, count)
  }

  private static func isIssued(_ four: Int, _ count: Int) -> Bool {
    switch four {
    case 4000...4999: return [13, 16, 19].contains(count)  // Visa
    case 5100...5599, 2221...2720: return count == 16  // Mastercard
    case 3400...3499, 3700...3799: return count == 15  // American Express
    case 6011, 6440...6599, 6221...6229: return (16...19).contains(count)  // Discover
    case 3528...3589: return (16...19).contains(count)  // JCB
    case 2131, 1800: return count == 15  // JCB, older
    case 3000...3059, 3095, 3600...3699, 3800...3999: return (14...19).contains(count)  // Diners Club
    case 6200...6299, 8100...8171: return (16...19).contains(count)  // UnionPay
    case 5018, 5020, 5038, 5893, 6304, 6759, 6761...6763: return true  // Maestro
    case 2200...2204: return (16...19).contains(count)  // Mir
    case 1220: return count == 15  // UATP
    default: return false
    }
  }
}
