/// Base64 in both alphabets. Source: RFC 4648 §4 and §5.
public enum Base64 {
  public enum Alphabet: Sendable {
    /// `+` and `/`, with padding.
    case standard
    /// `-` and `_`, without padding.
    case url

    var last: (UInt8, UInt8) {
      switch self {
      case .standard: (UInt8(ascii: "+"), UInt8(ascii: "/"))
      case .url: (UInt8(ascii: "-"), UInt8(ascii: "_"))
      }
    }
  }

  public static func encode(_ bytes: some Collection<UInt8>, _ alphabet: Alphabet = .standard) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var group: UInt32 = 0
    var held = 0
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      held += 1
      if held == 3 {
        append(group, 4, alphabet, to: &text)
        (group, held) = (0, 0)
      }
    }
    if held > 0 {
      append(group << (held == 1 ? 16 : 8), held + 1, alphabet, to: &text)
      if alphabet == .standard { text.append(contentsOf: repeatElement(UInt8(ascii: "="), count: 3 - held)) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func append(_ group: UInt32, _ digits: Int, _ alphabet: Alphabet, to text: inout [UInt8]) {
    for index in 0..<digits { text.append(digit(UInt8(truncatingIfNeeded: group >> (18 - 6 * index)) & 63, alphabet)) }
  }

  private static func digit(_ value: UInt8, _ alphabet: Alphabet) -> UInt8 {
    switch value {
    case 0..<26: UInt8(ascii: "A") + value
    case 26..<52: UInt8(ascii: "a") + (value - 26)
    case 52..<62: UInt8(ascii: "0") + (value - 52)
    case 62: alphabet.last.0
    default: alphabet.last.1
    }
  }

  /// The bytes, or nil if the text is not canonical: a character out of the alphabet, a wrong length, bits left
  /// over. The standard alphabet wants its padding, the URL alphabet allows none.
  public static func decode(_ text: some Collection<UInt8>, _ alphabet: Alphabet = .standard) -> [UInt8]? {
    var characters = text[...]
    if alphabet == .standard {
      guard text.count % 4 == 0 else { return nil }
      for _ in 0..<2 where characters.suffix(1).first == UInt8(ascii: "=") { characters = characters.dropLast() }
    }
    guard characters.count % 4 != 1 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(characters.count * 3 / 4)
    var group: UInt32 = 0
    var bits = 0
    for character in characters {
      guard let value = value(of: character, alphabet) else { return nil }
      group = group << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: group >> UInt32(bits)))
        group &= (1 << UInt32(bits)) - 1
      }
    }
    return group == 0 ? bytes : nil
  }

  private static func value(of character: UInt8, _ alphabet: Alphabet) -> UInt8? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
    case alphabet.last.0: 62
    case alphabet.last.1: 63
    default: nil
    }
  }
}
