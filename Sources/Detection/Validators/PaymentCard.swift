/// Card numbers: length and first digits as the schemes assign them. SOURCE: ISO/IEC 7812 and the schemes'
/// published ranges.
enum PaymentCard {
  static func isIssued(_ digits: [Int]) -> Bool {
    guard (12...19).contains(digits.count), !digits.areAllSame else { return false }
    let four = digits.number(0..<4)
    switch four {
    case 4000...4999: return [13, 16, 19].contains(digits.count)  // Visa
    case 5100...5599, 2221...2720: return digits.count == 16  // Mastercard
    case 3400...3499, 3700...3799: return digits.count == 15  // American Express
    case 6011, 6440...6599, 6221...6229: return (16...19).contains(digits.count)  // Discover
    case 3528...3589: return (16...19).contains(digits.count)  // JCB
    case 2131, 1800: return digits.count == 15  // JCB, older
    case 3000...3059, 3095, 3600...3699, 3800...3999: return (14...19).contains(digits.count)  // Diners Club
    case 6200...6299, 8100...8171: return (16...19).contains(digits.count)  // UnionPay
    case 5018, 5020, 5038, 5893, 6304, 6759, 6761...6763: return true  // Maestro
    case 2200...2204: return (16...19).contains(digits.count)  // Mir
    case 1220: return digits.count == 15  // UATP
    default: return false
    }
  }
}
