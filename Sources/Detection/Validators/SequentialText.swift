/// Values typed along the alphabet or the keyboard's digits: `abc123def456`, `0123456789abcdef`.
enum SequentialText {
  /// Whether most letters follow the one before them in the alphabet and most digits the one before them, each taken
  /// for itself. Chance does so once in 26, or 10, times.
  static func isOne(_ value: ArraySlice<UInt8>) -> Bool {
    guard value.count >= 8 else { return false }
    var (letters, letterSteps, digits, digitSteps) = (0, 0, 0, 0)
    var (lastLetter, lastDigit) = (UInt8(0), UInt8(0))
    for byte in value {
      if ASCII.isDigit(byte) {
        if lastDigit != 0 {
          digits += 1
          if byte == lastDigit &+ 1 || (byte == 0x30 && lastDigit == 0x39) { digitSteps += 1 }
        }
        lastDigit = byte
      } else if ASCII.isLetter(byte) {
        let letter = ASCII.lowercased(byte)
        if lastLetter != 0 {
          letters += 1
          if letter == lastLetter &+ 1 || letter == 0x61 && lastLetter >= 0x66 { letterSteps += 1 }
        }
        lastLetter = letter
      }
    }
    let pairs = letters + digits
    return pairs >= 6 && (letterSteps + digitSteps) * 10 >= pairs * 6
  }
}
