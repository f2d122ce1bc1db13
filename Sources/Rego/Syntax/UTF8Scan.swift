/// Finds where text stops being UTF-8.
enum UTF8Scan {
  /// The number of bytes before the first that cannot stand there.
  static func validPrefix(_ bytes: [UInt8]) -> Int {
    var decoder = UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var valid = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar): valid += scalar.count
      case .error, .emptyInput: return valid
      }
    }
  }
}
