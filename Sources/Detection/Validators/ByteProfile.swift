/// What kinds of bytes a value is made of, and how often the kind changes from one to the next.
struct ByteProfile {
  private(set) var digits = 0
  private(set) var uppers = 0
  private(set) var lowers = 0
  private(set) var spaces = 0
  /// Neither letter, digit nor space.
  private(set) var marks = 0
  private(set) var transitions = 0

  var letters: Int { uppers + lowers }
  var isOneCase: Bool { uppers == 0 || lowers == 0 }

  init(_ value: ArraySlice<UInt8>) {
    var previous = 0
    for byte in value {
      let kind: Int
      if ASCII.isDigit(byte) {
        kind = 1
        digits += 1
      } else if ASCII.isUpper(byte) {
        kind = 2
        uppers += 1
      } else if ASCII.isLower(byte) {
        kind = 3
        lowers += 1
      } else if ASCII.isSpace(byte) {
        kind = 4
        spaces += 1
      } else {
        kind = 5
        marks += 1
      }
      if previous != 0, kind != previous { transitions += 1 }
      previous = kind
    }
  }
}
