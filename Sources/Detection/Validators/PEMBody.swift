/// What stands in a PEM block.
enum PEMBody {
  /// Enough digits of base64 after the header line to be part of a key, and not all the same. SOURCE: RFC 7468 §3.
  static func isPlausible(_ value: ArraySlice<UInt8>) -> Bool {
    let head = Array("-----".utf8)
    guard value.starts(with: head), let close = value.dropFirst(5).firstIndex(of: 0x2d) else { return true }
    var digits: [UInt8] = []
    var dashes = 0
    for byte in value[close...].drop(while: { $0 == 0x2d }) {
      dashes = byte == 0x2d ? dashes + 1 : 0
      if dashes == 5 { break }
      if EncodedRun.isDigit(byte), byte != 0x2d { digits.append(byte) }
    }
    return digits.count >= digitsMin && Set(digits).count > 4
  }

  private static let digitsMin = 24
}
