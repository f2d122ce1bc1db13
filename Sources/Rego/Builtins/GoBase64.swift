/// Base64 as Go's `encoding/base64` reads it: new lines are skipped, bits left over at the end do not matter, and what is
/// wrong is told by its offset.
enum GoBase64 {
  enum Alphabet { case standard, url }

  private static let padding = UInt8(ascii: "=")

  /// With padding up to a multiple of four characters.
  static func decode(_ text: [UInt8], _ alphabet: Alphabet) throws(BuiltinError) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(text.count / 4 * 3)
    var group: UInt32 = 0
    var held = 0
    var index = 0
    func bad(_ offset: Int) -> BuiltinError { .failed("illegal base64 data at input byte \(offset)") }
    func skipLines() {
      while index < text.count, text[index] == 0x0A || text[index] == 0x0D { index += 1 }
    }
    while true {
      skipLines()
      guard index < text.count else { break }
      let byte = text[index]
      index += 1
      if let value = value(of: byte, alphabet) {
        group = group << 6 | UInt32(value)
        held += 1
        guard held == 4 else { continue }
        for shift in [16, 8, 0] { result.append(UInt8(truncatingIfNeeded: group >> UInt32(shift))) }
        (group, held) = (0, 0)
        continue
      }
      guard byte == padding, held >= 2 else { throw bad(index - 1) }
      if held == 2 {
        skipLines()
        guard index < text.count else { throw bad(text.count) }
        guard text[index] == padding else { throw bad(index) }
        index += 1
      }
      skipLines()
      guard index == text.count else { throw bad(index) }
      result.append(UInt8(truncatingIfNeeded: held == 2 ? group >> 4 : group >> 10))
      if held == 3 { result.append(UInt8(truncatingIfNeeded: group >> 2)) }
      return result
    }
    if held > 0 { throw bad(index - held) }
    return result
  }

  /// Base64url that may leave the padding out (RFC 7515, appendix C).
  static func decodeURL(_ text: [UInt8]) throws(BuiltinError) -> [UInt8] {
    guard text.last != padding, text.count % 4 != 0 else { return try decode(text, .url) }
    guard text.count % 4 != 1 else { throw .failed("illegal base64url string: \(String(decoding: text, as: UTF8.self))") }
    return try decode(text + [UInt8](repeating: padding, count: 4 - text.count % 4), .url)
  }

  private static func value(of byte: UInt8, _ alphabet: Alphabet) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - 65
    case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 71
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte + 4
    case UInt8(ascii: "+") where alphabet == .standard, UInt8(ascii: "-") where alphabet == .url: 62
    case UInt8(ascii: "/") where alphabet == .standard, UInt8(ascii: "_") where alphabet == .url: 63
    default: nil
    }
  }
}
